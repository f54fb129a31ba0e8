"""The wedge driver at the device file: grabbed, or refused."""

import errno
import fcntl
import os
from pathlib import Path

import pytest

from drivers.code_scanner.wedge import EVIOCGRAB, WedgeScanner
from drivers.errors import DeviceGoneError, Reason


def test_a_missing_device_is_not_connected(tmp_path: Path) -> None:
    with pytest.raises(DeviceGoneError) as caught:
        WedgeScanner(str(tmp_path / "none")).open()
    assert caught.value.reason is Reason.NOT_CONNECTED


def test_a_plain_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(DeviceGoneError, match="neither"):
        WedgeScanner(str(tmp_path / "file")).open()


def test_a_character_device_that_cannot_be_grabbed_is_refused() -> None:
    ours, theirs = os.openpty()
    scanner = WedgeScanner(os.ttyname(theirs))
    with pytest.raises(DeviceGoneError) as caught:
        scanner.open()
    assert isinstance(caught.value.__cause__, OSError)
    assert caught.value.__cause__.errno in (errno.ENOTTY, errno.EINVAL)
    os.close(ours)
    os.close(theirs)


def test_a_character_device_is_grabbed(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[int, int]] = []
    monkeypatch.setattr(
        fcntl, "ioctl", lambda _, request, value: asked.append((request, value))
    )
    ours, theirs = os.openpty()
    scanner = WedgeScanner(os.ttyname(theirs))
    scanner.open()
    scanner.close()
    assert asked == [(EVIOCGRAB, 1)]
    os.close(ours)
    os.close(theirs)


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        (errno.EBUSY, Reason.PORT_BUSY),
        (errno.EACCES, Reason.PERMISSION_DENIED),
        (errno.ENODEV, Reason.NOT_CONNECTED),
    ],
)
def test_why_it_could_not_be_grabbed_is_told(
    monkeypatch: pytest.MonkeyPatch, number: int, reason: Reason
) -> None:
    def fail(*args: object) -> None:
        raise OSError(number, "no")

    monkeypatch.setattr(fcntl, "ioctl", fail)
    with pytest.raises(DeviceGoneError) as caught:
        WedgeScanner(os.devnull).open()
    assert caught.value.reason is reason
