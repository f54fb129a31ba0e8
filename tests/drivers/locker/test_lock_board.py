"""The lock board's driver where board, wiring or line are at their worst."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from support.card_readers import ScriptedModule
from support.lockers import LockerBackend, checked, lock_board

from drivers.base import Door
from drivers.errors import DeviceGoneError, DeviceSilentError, Reason
from drivers.locker.lock_board import LockBoardLocker

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
