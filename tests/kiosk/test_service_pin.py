"""The PIN file: only a hash, readable only by its owner, and only for a good PIN."""

import stat
from collections.abc import Callable
from pathlib import Path

import pytest
import structlog

from kiosk import service_pin
from kiosk.errors import PinFileError
from kiosk.service_pin import DEMO_PIN, PinFile, PinHash, refusal

PIN = "730185"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "service-pin"


def answers(*given: str) -> Callable[[str], str]:
    left = iter(given)
    return lambda _: next(left)


def test_the_file_is_its_owners_alone_and_does_not_hold_the_pin(path: Path) -> None:
    service_pin.write(path, PIN)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert PIN not in path.read_text("ascii")
    assert [each.name for each in path.parent.iterdir()] == ["service-pin"]


def test_the_right_pin_is_right_and_others_are_not(path: Path) -> None:
    service_pin.write(path, PIN)
    file = PinFile(path, demonstration=False)
    assert file.usable()
    assert file.check(PIN)
    for wrong in ("730186", "7301850", "", "730 185", "秘密"):
        assert not file.check(wrong)


def test_the_same_pin_has_another_hash_each_time() -> None:
    assert PinHash.of(PIN).line() != PinHash.of(PIN).line()


def test_a_new_pin_holds_at_once(path: Path) -> None:
    file = PinFile(path, demonstration=False)
    assert not file.usable()
    assert not file.check(PIN)
    service_pin.write(path, PIN)
    service_pin.write(path, "918273")
    assert file.check("918273")
    assert not file.check(PIN)


def test_the_demonstrations_pin_is_good_for_demonstrations_alone(path: Path) -> None:
    assert PinFile(path, demonstration=True).check(DEMO_PIN)
    assert not PinFile(path, demonstration=False).check(DEMO_PIN)
    service_pin.write(path, DEMO_PIN)  # not by the command
    assert not PinFile(path, demonstration=False).check(DEMO_PIN)
    service_pin.write(path, PIN)
    assert not PinFile(path, demonstration=True).check(DEMO_PIN)


def test_a_file_that_others_may_read_is_refused_and_said(path: Path) -> None:
    service_pin.write(path, PIN)
    path.chmod(0o640)
    with pytest.raises(PinFileError, match="chmod 600"):
        service_pin.read(path)
    with structlog.testing.capture_logs() as logged:
        assert not PinFile(path, demonstration=True).usable()
        assert not PinFile(path, demonstration=True).check(DEMO_PIN)
    assert {entry["event"] for entry in logged} == {"service_pin_unusable"}


@pytest.mark.parametrize(
    "line",
    [
        "",
        "246810",
        "scrypt$16384$8$1$AA==",
        "scrypt$16384$8$1$AA==$!!",
        "scrypt$16384$8$1$AA==$AA==",
        "scrypt$many$8$1$AA==$AA==",
        "bcrypt$16384$8$1$AA==$" + "A" * 43 + "=",
        "scrypt$16383$8$1$AA==$" + "A" * 43 + "=",
        "scrypt$0$8$1$AA==$" + "A" * 43 + "=",
        "scrypt$1073741824$8$1$AA==$" + "A" * 43 + "=",
        "scrypt$16384$8$9999$AA==$" + "A" * 43 + "=",
        "密码",
    ],
)
def test_a_file_with_anything_else_is_refused_with_bounded_work(
    line: str, path: Path
) -> None:
    path.write_text(line, encoding="utf-8")
    path.chmod(0o600)
    with structlog.testing.capture_logs():
        assert not PinFile(path, demonstration=False).usable()
        assert not PinFile(path, demonstration=False).check(PIN)


def test_a_folder_in_its_place_is_refused(path: Path) -> None:
    path.mkdir()
    with structlog.testing.capture_logs() as logged:
        assert not PinFile(path, demonstration=True).usable()
    assert logged[0]["event"] == "service_pin_unusable"


@pytest.mark.parametrize(
    ("pin", "fits"),
    [
        (PIN, True),
        ("112233445566", True),
        ("73018", False),
        ("7301857301857", False),
        ("73o185", False),
        ("７３０１８５", False),
        (DEMO_PIN, False),
        ("000000", False),
        ("123456", False),
        ("987654", False),
        ("890123", False),
    ],
)
def test_only_a_pin_that_is_not_guessed_first_may_be_set(pin: str, fits: bool) -> None:
    assert (refusal(pin) is None) is fits


def test_the_command_asks_twice_and_writes(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert service_pin.run(path, answers(PIN, PIN)) == 0
    assert PinFile(path, demonstration=False).check(PIN)
    told = capsys.readouterr()
    assert told.out == ""
    assert PIN not in told.err


@pytest.mark.parametrize("given", [(PIN, "730186"), (DEMO_PIN, DEMO_PIN), ("73", "73")])
def test_the_command_keeps_the_old_pin_where_the_new_one_is_refused(
    given: tuple[str, str], path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    service_pin.write(path, "918273")
    assert service_pin.run(path, answers(*given)) == 2
    assert PinFile(path, demonstration=False).check("918273")
    assert given[0] not in capsys.readouterr().err


def test_the_command_ends_where_nobody_answers(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def nobody(_prompt: str) -> str:
        raise EOFError

    assert service_pin.run(path, nobody) == 2
    assert not path.exists()
    assert "nothing was entered" in capsys.readouterr().err


def test_no_repr_tells_anything() -> None:
    made = PinHash.of(PIN)
    assert PIN not in repr(made)
    assert "salt" not in repr(made)
    assert "digest" not in repr(made)
