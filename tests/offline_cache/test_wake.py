import socket
import threading
from pathlib import Path

import pytest

from offline_cache.errors import AlreadyRunningError, DiskError
from offline_cache.wake import Waker


@pytest.fixture(params=["short", "deep" * 40])
def database(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """Also where the folder alone is longer than a Unix address may be."""
    folder = tmp_path / str(request.param)
    folder.mkdir()
    return folder / "cache.db"


def test_a_wake_reaches_the_one_it_names(database: Path) -> None:
    with Waker(database) as screen, Waker(database) as agent:
        screen.bind("screen")
        agent.bind("agent")
        agent.wake("screen")
        assert screen.wait(20)
        assert not agent.wait(0)
        assert (database.parent / "cache.db.screen.sock").is_socket()
        assert (database.parent / "cache.db.screen.sock").stat().st_mode & 0o077 == 0


def test_a_sleeper_is_woken(database: Path) -> None:
    with Waker(database) as screen, Waker(database) as other:
        screen.bind("screen")
        woken: list[bool] = []
        thread = threading.Thread(target=lambda: woken.append(screen.wait()))
        thread.start()
        other.wake("screen")
        thread.join(20)
        assert woken == [True]


def test_many_wakes_are_one_and_never_block(database: Path) -> None:
    with Waker(database) as screen, Waker(database) as other:
        screen.bind("screen")
        for _ in range(2000):  # far more than a socket's queue holds
            other.wake("screen")
        assert screen.wait(20)
        assert not screen.wait(0)


def test_waking_nobody_does_nothing(database: Path) -> None:
    with Waker(database) as agent:
        agent.wake("screen")
        with Waker(database) as screen:
            screen.bind("screen")
        agent.wake("screen")


def test_the_socket_of_a_dead_process_is_replaced(database: Path) -> None:
    path = database.parent / "cache.db.screen.sock"
    folder = path.parent
    left = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        left.bind(path.name)
    left.close()
    with Waker(database) as agent, Waker(database) as screen:
        agent.wake("screen")  # nobody listens there
        screen.bind("screen")
        agent.wake("screen")
        assert screen.wait(20)
    assert not path.exists()


def test_a_name_belongs_to_one_living_process(database: Path) -> None:
    with Waker(database) as first, Waker(database) as second:
        first.bind("screen")
        with pytest.raises(AlreadyRunningError):
            second.bind("screen")
        second.wake("screen")
        assert first.wait(20)
        first.close()
        second.bind("screen")


def test_a_missing_folder_is_a_disk_error(tmp_path: Path) -> None:
    with pytest.raises(DiskError):
        Waker(tmp_path / "not-mounted" / "cache.db")
