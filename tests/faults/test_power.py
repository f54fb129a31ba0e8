"""Promise 1: acknowledged data survives a power cut.

The writes and syncs of real processes are recorded; what each power cut may leave of
them is opened as a restarting terminal would.
"""

from pathlib import Path

import pytest
from faults.bookkeeper import REFUSED
from faults.disk import Sync
from faults.power import LostError, record, survived

STATES = 2000
"""Different ones at least, for each seed: 2 seeds in CI, 10 long."""

EACH_COMMITS = 4
COMMITS = 2
RANDOM_ONES = 10


def again(seed: int) -> str:
    """Return the one command that repeats the same states."""
    long = "" if seed < 2 else "-m long "
    return f"to see it again: pytest {long}tests/faults/test_power.py -k 'seed{seed}]'"


@pytest.mark.parametrize(
    "seed",
    [
        *(pytest.param(seed, id=f"seed{seed}") for seed in range(2)),
        *(
            pytest.param(seed, id=f"seed{seed}", marks=pytest.mark.long)
            for seed in range(2, 12)
        ),
    ],
)
def test_what_was_acknowledged_survives_a_power_cut(tmp_path: Path, seed: int) -> None:
    recording = record(tmp_path, "keep_together", seed, EACH_COMMITS)
    try:
        states = survived(recording, seed, RANDOM_ONES)
    except LostError as lost:
        pytest.fail(f"{again(seed)}\n{lost}")
    assert recording.traced.status == 0, recording.traced.errors
    assert states >= STATES


@pytest.mark.parametrize(
    "seed", [0, *(pytest.param(seed, marks=pytest.mark.long) for seed in range(1, 4))]
)
def test_a_key_is_changed_whole_or_not_at_all(tmp_path: Path, seed: int) -> None:
    recording = record(tmp_path, "keep_under_another_key", seed, COMMITS)
    assert recording.traced.status == 0, recording.traced.errors
    assert not [said for said in recording.traced.said if said.startswith(REFUSED)]
    try:
        survived(recording, seed, 2)
    except LostError as lost:
        pytest.fail(str(lost))


def syncs(folder: Path) -> list[Sync]:
    """Return the syncs of a run in which none fails."""
    folder.mkdir()
    done = record(folder, "keep", 0, COMMITS).operations
    return [each for each in done if isinstance(each, Sync)]


def one_fails(folder: Path, number: int, *, forgetful: bool) -> None:
    """Let one sync fail, and the power go at any time after."""
    folder.mkdir()
    fault = f"fsync:error=EIO:when={number}"
    recording = record(folder, "keep", 0, COMMITS, fault=fault)
    assert recording.traced.status == 0, recording.traced.errors
    done = [each.done for each in recording.operations if isinstance(each, Sync)]
    assert done.index(False) == number - 1
    try:
        survived(recording, number, 1, forgetful=forgetful)
    except LostError as lost:
        pytest.fail(f"sync {number} failed: {lost}")


def test_a_name_whose_sync_failed_takes_no_record_with_it(tmp_path: Path) -> None:
    """SQLite continues where its sync of the folder fails."""
    done = syncs(tmp_path / "good")
    of_names = [number for number, each in enumerate(done, 1) if not each.name]
    assert len(of_names) >= 3, "of the key, the journal and the WAL at least"
    for number in of_names:
        one_fails(tmp_path / str(number), number, forgetful=False)


@pytest.mark.long
@pytest.mark.parametrize("forgetful", [False, True])
def test_a_sync_that_failed_takes_no_record_with_it(
    tmp_path: Path, forgetful: bool
) -> None:
    for number, _ in enumerate(syncs(tmp_path / "good"), 1):
        one_fails(tmp_path / str(number), number, forgetful=forgetful)
