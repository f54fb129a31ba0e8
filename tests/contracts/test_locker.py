"""What every locker promises, shown on the real thing at a simulated wire."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from support.lockers import BACKENDS, LockerBackend

from drivers.base import Door, State
from drivers.errors import DeviceGoneError, DeviceSilentError, ProtocolError, Reason


@pytest.fixture(params=BACKENDS)
def backend(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[LockerBackend]:
    running = BACKENDS[request.param](tmp_path)
    try:
        running.locker.open()
        yield running
    finally:
        running.stop()


def test_unlocking_opens_that_door_and_no_other(backend: LockerBackend) -> None:
    for cell in (1, 8, backend.locker.cells):
        backend.locker.unlock(cell)
        doors = backend.doors_once(cell, Door.OPEN)
        assert {c for c, door in doors.items() if door is Door.OPEN} == {cell}
        assert backend.open_doors() == {cell}
        backend.do("close", cell=cell)
        doors = backend.doors_once(cell, Door.CLOSED)
        assert set(doors.values()) == {Door.CLOSED}
    assert backend.state()["released"] == [1, 8, backend.locker.cells]


def test_every_cell_has_a_door(backend: LockerBackend) -> None:
    assert list(backend.locker.doors()) == list(range(1, backend.locker.cells + 1))


def test_every_door_is_told_from_every_other(backend: LockerBackend) -> None:
    for cell in range(1, backend.locker.cells + 1):
        if cell % 3 == 0:
            backend.do("open_by_hand", cell=cell)
    backend.locker.doors()  # what was said of them meanwhile
    doors = backend.locker.doors()
    assert {c for c, door in doors.items() if door is Door.OPEN} == backend.open_doors()
    assert backend.state()["released"] == []


@pytest.mark.parametrize("cell", [0, -1, 9, 31, 256, 257])
def test_a_cell_that_is_not_there_is_refused_and_nothing_is_sent(
    backend: LockerBackend, cell: int
) -> None:
    if cell in range(1, backend.locker.cells + 1):
        cell = backend.locker.cells + 1
    following = backend.follow()
    with pytest.raises(ValueError, match="no cell"):
        backend.locker.unlock(cell)
    backend.do("open_by_hand", cell=1)  # the first thing that happened at all
    assert following() == {"event": "door", "cell": 1, "open": True}
    assert backend.state()["released"] == []


def test_a_stuck_door_is_told_as_closed(backend: LockerBackend) -> None:
    backend.do("stuck", cell=2)
    backend.locker.unlock(2)
    assert backend.state()["released"] == [2]
    for _ in range(3):
        assert set(backend.locker.doors().values()) == {Door.CLOSED}
    backend.do("stuck", cell=2, on=False)
    backend.locker.unlock(2)
    backend.doors_once(2, Door.OPEN)


@pytest.mark.parametrize("fault", ["echo", "noise", "slow"])
@pytest.mark.parametrize("stuck", [False, True])
def test_a_bad_line_changes_nothing_of_what_is_told(
    backend: LockerBackend, fault: str, stuck: bool
) -> None:
    backend.do("fault", kind=fault)
    backend.do("stuck", cell=3, on=stuck)
    backend.locker.unlock(3)
    doors = backend.locker.doors()
    assert doors[3] is (Door.CLOSED if stuck else Door.OPEN)
    assert backend.open_doors() == (set() if stuck else {3})
    assert {door for cell, door in doors.items() if cell != 3} == {Door.CLOSED}
    assert backend.state()["released"] == [3]


def test_silence_is_told_and_over_once_the_board_speaks_again(
    backend: LockerBackend,
) -> None:
    backend.do("fault", kind="silent")
    for asked in (backend.locker.doors, backend.locker.status):
        with pytest.raises(DeviceSilentError) as caught:
            asked()
        assert caught.value.reason is Reason.NO_ANSWER
    backend.do("fault", kind="none")
    assert set(backend.locker.doors().values()) == {Door.CLOSED}


def test_garbage_is_told_as_such(backend: LockerBackend) -> None:
    backend.do("fault", kind="garbage")
    with pytest.raises(ProtocolError) as caught:
        backend.locker.doors()
    assert caught.value.reason is Reason.BAD_ANSWER
    backend.do("fault", kind="none")
    assert backend.locker.status().state is State.READY


def test_a_board_that_is_well_says_so(backend: LockerBackend) -> None:
    status = backend.locker.status()
    assert (status.state, status.reason) == (State.READY, Reason.OK)


def test_an_unplugged_board_is_gone_and_serves_once_plugged_in_again(
    backend: LockerBackend,
) -> None:
    backend.do("unplug")
    for asked in (
        backend.locker.doors,
        backend.locker.status,
        lambda: backend.locker.unlock(1),
    ):
        with pytest.raises(DeviceGoneError) as caught:
            asked()
        assert caught.value.reason is Reason.NOT_CONNECTED
    backend.locker.close()
    with pytest.raises(DeviceGoneError):
        backend.locker.open()
    backend.do("plug")
    backend.locker.open()
    backend.locker.unlock(4)
    backend.doors_once(4, Door.OPEN)
    assert backend.open_doors() == {4}


def test_a_board_unplugged_while_it_is_asked_is_gone(backend: LockerBackend) -> None:
    backend.do("fault", kind="silent")
    unplugging = backend.when_asked(lambda: backend.do("unplug"))
    with pytest.raises(DeviceGoneError) as caught:
        backend.locker.doors()
    unplugging.join()
    assert caught.value.reason is Reason.NOT_CONNECTED


def test_closing_twice_and_asking_a_closed_locker(backend: LockerBackend) -> None:
    backend.locker.close()
    backend.locker.close()
    with pytest.raises(DeviceGoneError):
        backend.locker.doors()
    with pytest.raises(DeviceGoneError):
        backend.locker.unlock(1)
    assert backend.state()["released"] == []


def test_opening_a_port_with_nobody_at_it_fails_and_leaves_it_free(
    backend: LockerBackend,
) -> None:
    backend.locker.close()
    backend.do("fault", kind="silent")
    with pytest.raises(DeviceSilentError):
        backend.locker.open()
    backend.do("fault", kind="none")
    backend.locker.open()
    assert set(backend.locker.doors().values()) == {Door.CLOSED}


def test_opening_moves_no_door(backend: LockerBackend) -> None:
    for _ in range(3):
        backend.locker.close()
        backend.locker.open()
    assert backend.state()["released"] == []
    assert backend.open_doors() == set()
