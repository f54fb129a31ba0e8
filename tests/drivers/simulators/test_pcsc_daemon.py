"""The PC/SC service of one's own: apart from others, and gone with its starter."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from support.pcsc import socket_path
from support.processes import ROOT, Simulator

from drivers.simulators.control import BadRequestError, ControlClient

MODULE = "drivers.simulators.pcsc_daemon"


@pytest.fixture
def path() -> Iterator[Path]:
    path = socket_path().with_name("another")  # a folder whose name is short enough
    yield path
    path.unlink(missing_ok=True)


def children(process: int) -> list[int]:
    text = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii")
    return [int(number) for number in text.split()]


def has_ended(process: int) -> bool:
    """Whether it has, though perhaps nobody has asked how yet."""
    with suppress(FileNotFoundError, ProcessLookupError):
        stat = Path(f"/proc/{process}/stat").read_text(encoding="ascii")
        return stat.rpartition(")")[2].split()[0] == "Z"
    return True


def test_it_says_where_it_is_and_does_what_it_is_told(path: Path) -> None:
    simulator = Simulator(MODULE, "--socket", str(path))
    control = ControlClient(simulator.control)
    assert simulator.ready["environment"] == {"PCSCLITE_CSOCK_NAME": str(path)}
    assert control.do("state")["state"]["running"]
    with pytest.raises(BadRequestError, match="runs already"):
        control.do("start")
    control.do("kill")
    assert not control.do("state")["state"]["running"]
    for command in ("kill", "stop", "cont"):
        with pytest.raises(BadRequestError, match="does not run"):
            control.do(command)
    control.do("start")
    assert control.do("state")["state"]["running"]
    control.close()
    simulator.stop()
    assert not path.exists()


def test_two_of_them_do_not_meet(path: Path) -> None:
    simulators = [
        Simulator(MODULE, "--socket", str(path.with_suffix(number)))
        for number in (".1", ".2")
    ]
    assert simulators[0].url != simulators[1].url
    for simulator in simulators:
        simulator.stop()


def test_the_service_ends_however_its_starter_ends(path: Path) -> None:
    simulator = Simulator(MODULE, "--socket", str(path))
    (service,) = children(simulator.process.pid)
    simulator.process.kill()
    deadline = time.monotonic() + 20
    while not has_ended(service):
        assert time.monotonic() < deadline
        time.sleep(0.02)
    simulator.stop()


def test_a_socket_that_cannot_be_made_is_said_in_one_line(path: Path) -> None:
    ended = subprocess.run(  # noqa: S603 - our own module
        [sys.executable, "-m", MODULE, "--socket", str(path / ("x" * 120))],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert ended.returncode == 1
    assert ended.stderr.startswith("pcsc_daemon: ")
    assert ended.stderr.count("\n") == 1
