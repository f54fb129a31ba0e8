"""The lock board's driver where board, wiring or line are at their worst."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from support.card_readers import ScriptedModule
from support.lockers import LockerBackend, checked, lock_board

from drivers.base import Door
from drivers.errors import DeviceGoneError, DeviceSilentError, Reason
from drivers.locker.lock_board import REPLY_TIMEOUT, LockBoardLocker

CLOSED = checked("80 01 00 00 00 33")
SECOND_OPEN = checked("80 01 00 00 02 33")


@pytest.fixture(params=[0x00, 0x11])
def backend(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[LockerBackend]:
    running = lock_board(tmp_path, cells=24, closed_state=request.param)
    try:
        running.locker.open()
        yield running
    finally:
        running.stop()


@pytest.mark.parametrize(
    "wrong",
    [
        {"cells": 0},
        {"cells": 256},
        {"board": 0},
        {"board": 256},
        {"closed_state": 1},
    ],
)
def test_numbers_that_the_protocol_has_no_room_for_are_refused(
    wrong: dict[str, Any],
) -> None:
    with pytest.raises(ValueError, match=r"cells|closed state"):
        LockBoardLocker("/dev/null", **wrong)


def test_all_locks_are_never_opened_together(backend: LockerBackend) -> None:
    following = backend.follow()
    for cell in range(1, 25):
        backend.locker.unlock(cell)
    backend.locker.doors()
    backend.do("close", cell=24)
    sent = []
    while (event := following()) != {"event": "door", "cell": 24, "open": False}:
        if event["event"] == "command":
            sent.append(bytes.fromhex(event["request"]))
    opening = [request for request in sent if request[0] == 0x8A]
    assert [request[2] for request in opening] == list(range(1, 25))
    assert {request[0] for request in sent} == {0x80, 0x8A}
    assert backend.state()["released"] == list(range(1, 25))


def test_a_board_that_never_answers_open_serves_all_the_same(
    backend: LockerBackend,
) -> None:
    backend.do("fault", kind="no_reply")
    backend.locker.unlock(5)
    assert backend.locker.doors()[5] is Door.OPEN


def test_the_doors_are_known_without_pushes(backend: LockerBackend) -> None:
    backend.do("pushes", on=False)
    backend.locker.unlock(5)
    assert backend.locker.doors()[5] is Door.OPEN
    backend.do("close", cell=5)
    assert backend.locker.doors()[5] is Door.CLOSED


def test_a_door_that_was_opened_and_shut_between_two_looks_is_seen_open_once(
    backend: LockerBackend,
) -> None:
    backend.locker.unlock(6)
    backend.do("close", cell=6)
    assert backend.locker.doors()[6] is Door.OPEN
    backend.doors_once(6, Door.CLOSED)


def test_what_a_door_did_before_it_was_unlocked_does_not_count(
    backend: LockerBackend,
) -> None:
    backend.do("open_by_hand", cell=7)
    backend.do("close", cell=7)
    backend.do("stuck", cell=7)
    backend.locker.status()  # behind both pushes on the line
    backend.locker.unlock(7)
    assert backend.locker.doors()[7] is Door.CLOSED


@pytest.mark.parametrize(
    "answer", [b"", checked("8A 01 02 11"), checked("8A 01 02 00")]
)
def test_no_answer_to_open_is_ever_believed(answer: bytes) -> None:
    with ScriptedModule([CLOSED, answer, CLOSED, SECOND_OPEN]) as board:
        locker = LockBoardLocker(board.url)
        locker.open()
        locker.unlock(2)
        assert locker.doors()[2] is Door.CLOSED
        assert locker.doors()[2] is Door.OPEN
        locker.close()
    question = checked("80 01 00 33")
    assert board.requests == [question, checked("8A 01 02 11"), question, question]


def test_a_push_alone_shows_that_a_door_opened() -> None:
    pushed = checked("8A 01 02 11") + checked("81 01 02 11")
    with ScriptedModule([CLOSED, pushed, CLOSED]) as board:
        locker = LockBoardLocker(board.url)
        locker.open()
        locker.unlock(2)
        assert locker.doors()[2] is Door.OPEN
        locker.close()


def test_a_damaged_answer_is_asked_for_once_more() -> None:
    damaged = CLOSED[:-1] + b"\x00"
    with ScriptedModule([CLOSED, damaged, SECOND_OPEN]) as board:
        locker = LockBoardLocker(board.url)
        locker.open()
        assert locker.doors()[2] is Door.OPEN
        locker.close()


def test_a_late_answer_is_not_taken_for_the_next() -> None:
    with ScriptedModule([CLOSED, SECOND_OPEN + CLOSED, SECOND_OPEN]) as board:
        locker = LockBoardLocker(board.url)
        locker.open()
        assert locker.doors()[2] is Door.OPEN
        assert locker.doors()[2] is Door.OPEN
        locker.close()


def test_the_echo_of_a_dead_board_is_silence() -> None:
    question = checked("80 01 00 33")
    with ScriptedModule([question]) as board:
        locker = LockBoardLocker(board.url)
        with pytest.raises(DeviceSilentError):
            locker.open()
        with pytest.raises(DeviceGoneError) as caught:
            locker.unlock(1)
        assert caught.value.reason is Reason.NOT_CONNECTED
    assert board.requests == [question]


@pytest.mark.parametrize("locks", [8, 16, 24, 40, 48, 72])
@pytest.mark.parametrize("closed_state", [0x00, 0x11])
def test_a_board_answers_with_as_many_bytes_as_it_has_locks(
    tmp_path: Path, locks: int, closed_state: int
) -> None:
    cells = min(locks, 24)
    backend = lock_board(tmp_path, cells, closed_state, locks=locks)
    try:
        backend.locker.open()
        for cell in (1, cells):
            backend.locker.unlock(cell)
            doors = backend.locker.doors()
            assert {c for c in doors if doors[c] is Door.OPEN} == {cell}
            backend.do("close", cell=cell)
            backend.doors_once(cell, Door.CLOSED)
        assert backend.state()["released"] == [1, cells]
    finally:
        backend.stop()


@pytest.mark.parametrize("locks", [8, 40])
def test_a_line_with_an_echo_serves_boards_of_any_size(
    tmp_path: Path, locks: int
) -> None:
    backend = lock_board(tmp_path, 8, locks=locks)
    try:
        backend.do("fault", kind="echo")
        backend.locker.open()
        assert set(backend.locker.doors().values()) == {Door.CLOSED}
        backend.locker.unlock(5)
        assert backend.locker.doors()[5] is Door.OPEN
    finally:
        backend.stop()


def test_the_published_frame_of_five_status_bytes_is_read() -> None:
    answers = [checked("80 01 00 00 80 00 01 33"), checked("80 01 00 00 00 10 00 33")]
    with ScriptedModule(answers) as board:
        locker = LockBoardLocker(board.url)
        locker.open()
        assert [c for c, door in locker.doors().items() if door is Door.OPEN] == [13]
        locker.close()
    assert board.requests == [checked("80 01 00 33")] * 2


def test_only_cells_that_the_answer_for_all_leaves_out_are_asked_singly() -> None:
    answers = [CLOSED, CLOSED, checked("80 01 19 11"), checked("80 01 1A 00")]
    with ScriptedModule(answers) as board:
        locker = LockBoardLocker(board.url, cells=26)
        locker.open()
        assert [c for c, door in locker.doors().items() if door is Door.OPEN] == [25]
        locker.close()
    assert [request[2] for request in board.requests] == [0, 0, 25, 26]


def test_another_board_in_its_place_is_measured_anew() -> None:
    larger = checked("80 01 00 00 00 00 04 33")
    with ScriptedModule([CLOSED, larger, larger]) as board:
        locker = LockBoardLocker(board.url)
        locker.open()
        assert locker.doors()[3] is Door.OPEN
        locker.close()


def test_a_dead_small_board_on_a_line_with_an_echo_is_silence() -> None:
    question, first = checked("80 01 00 33"), checked("80 01 01 33")
    with ScriptedModule([question, first]) as board:
        locker = LockBoardLocker(board.url, cells=8)
        with pytest.raises(DeviceSilentError):
            locker.open()
    assert board.requests == [question, first]


def test_a_small_board_that_answers_singly_alone_is_not_believed_shut() -> None:
    question, first = checked("80 01 00 33"), checked("80 01 01 33")
    with ScriptedModule([question, first + checked("80 01 01 00")]) as board:
        locker = LockBoardLocker(board.url, cells=8)
        with pytest.raises(DeviceSilentError):
            locker.open()


def test_a_board_that_replies_late_is_not_asked_before_it_has(
    backend: LockerBackend,
) -> None:
    backend.do("fault", kind="slow")
    following = backend.follow()
    backend.locker.unlock(9)
    assert backend.locker.doors()[9] is Door.OPEN
    backend.do("close", cell=9)
    asked = []
    while (event := following()) != {"event": "door", "cell": 9, "open": False}:
        asked += [event["request"]] if event["event"] == "command" else []
    assert len(asked) == 2, "it heard both, and neither twice"


def test_a_reply_ends_the_wait_for_it() -> None:
    times: list[float] = []

    def clock() -> float:
        times.append(0.0)
        return 0.0  # no time passes: what waits for its end would wait for ever

    opened = checked("8A 01 02 11")
    with ScriptedModule([CLOSED, opened]) as board:
        locker = LockBoardLocker(board.url, clock=clock)
        locker.open()
        locker.unlock(2)
        locker.close()
    assert board.requests[1:] == [opened]


@pytest.mark.parametrize("echoes", [False, True])
def test_behind_an_echo_the_reply_is_still_waited_for(echoes: bool) -> None:
    now = 0.0

    def clock() -> float:
        nonlocal now
        now += 0.01
        return now

    question, command = checked("80 01 00 33"), checked("8A 01 02 11")
    with ScriptedModule([question * echoes + CLOSED, command]) as board:
        locker = LockBoardLocker(board.url, clock=clock)
        locker.open()
        before = now
        locker.unlock(2)
        assert (now - before >= REPLY_TIMEOUT) is echoes
        locker.close()
