"""Promise 11: a stolen disk reveals nothing of who was here."""

import base64
import resource
from collections.abc import Iterator
from pathlib import Path

import pytest
from faults.canaries import CODECS, Trace, ascii_json, files_in, traces
from faults.system import Whole, whole_system
from support.central import CHEN

from drivers.simulators.sam_cards import CARDS
from kiosk.demo.citizen import Visit

STATEMENT = "social_security.contribution_statement"
PEOPLE = ("chen_rare", "ho_ka_yan", "li_na")
CANARIES = ("陈𬱖", "何䶮欣", "李娜", *(CARDS[each].number for each in PEOPLE))
IN_CLEAR_INSIDE = (STATEMENT, "idempotency_key", "journal_is_not_rewritten")
"""What the cache holds in clear, inside its encryption."""
SHARED_MEMORY = Path("/dev/shm")  # noqa: S108 - looked into, never written


@pytest.fixture
def whole(tmp_path: Path) -> Iterator[Whole]:
    """Everything that could write does: logs at debug, cores without a limit."""
    before = resource.getrlimit(resource.RLIMIT_CORE)
    resource.setrlimit(resource.RLIMIT_CORE, (before[1], before[1]))
    with whole_system(tmp_path, log__level="debug", log__format="json") as system:
        yield system
    resource.setrlimit(resource.RLIMIT_CORE, before)


def terminals_own(whole: Whole) -> list[Path]:
    """Return cache, WAL, keys, logs, shared memory, and temporary files.

    Printed paper is outside the terminal, and central's database is elsewhere.
    """
    central = {path.name for path in whole.folder.glob("central.db*")}
    own = files_in(whole.state, whole.temporary, SHARED_MEMORY)
    own += [path for path in whole.folder.iterdir() if path.is_file()]
    return [path for path in own if path.name not in central]


def test_the_search_finds_every_form_of_a_canary(tmp_path: Path) -> None:
    name = CHEN["name"]
    plain = [f"{'x' * shift}{name} and on" for shift in range(3)]
    for number, text in enumerate(plain):
        for codec in CODECS:
            coded = text.encode(codec)
            for how, content in {
                "plain": coded,
                "hex": coded.hex().encode(),
                "HEX": coded.hex().upper().encode(),
                "base64": base64.b64encode(coded),
            }.items():
                file = tmp_path / f"{number}-{codec}-{how}"
                file.write_bytes(content)
                assert traces([file], (name,)), file.name
    file = tmp_path / "json"
    file.write_bytes(ascii_json(name))
    assert traces([file], (name,)) == [Trace("json", 0, "escaped as JSON")]
    file.write_bytes(b"nobody")
    assert traces([file], (name,)) == []


def test_nothing_on_the_disk_tells_who_was_here(whole: Whole) -> None:
    whole.screen()
    for visit in (
        Visit(STATEMENT, False, "chen_rare"),
        Visit("one_stop.bill_payment", False, "li_na", "51041120260000010018"),
        Visit("exit_entry.passport_pickup", False, "li_na"),
    ):
        whole.screens.begin(visit)
        assert whole.screens.over()
    whole.controls["network"].do("cut")
    whole.screens.begin(Visit(STATEMENT, True, "ho_ka_yan"))
    assert whole.screens.over()
    names = {path.name for path in terminals_own(whole)}
    assert {"cache.db", "cache.db-wal", "screen.log", "processes.log"} <= names
    assert traces(terminals_own(whole), CANARIES) == []
    whole.screens.begin(Visit(STATEMENT, True, "chen_rare"), "receipt out, not written")
    assert not whole.screens.over()
    assert traces(terminals_own(whole), CANARIES) == []
    whole.controls["network"].do("restore")
    whole.screen()
    whole.screens.begin(Visit(STATEMENT, False, "chen_rare"))
    assert whole.screens.over()
    whole.screens.end()
    whole.delivered()
    assert traces(terminals_own(whole), CANARIES) == []
    assert len(list(whole.out.glob("printed-*.pdf"))) == 2
    # What the attract screen said, which names items, is public and stands beside it.
    cache = [
        path
        for path in files_in(whole.state)
        if path.name.startswith("cache.db") and path.suffix != ".json"
    ]
    assert traces(cache, IN_CLEAR_INSIDE) == []
