"""No test changes anything outside of its folders and the repository."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from support.processes import ROOT

OUTSIDE = Path("/var/lib/onetrip-of-somebody-else")


@pytest.mark.parametrize(
    "change",
    [
        lambda: OUTSIDE.mkdir(),
        lambda: OUTSIDE.write_text("x", encoding="utf-8"),
        lambda: os.open(OUTSIDE, os.O_RDWR | os.O_CREAT),
        lambda: OUTSIDE.unlink(),
        lambda: Path("/etc/hostname").rename(OUTSIDE),
        lambda: OUTSIDE.chmod(0o600),
    ],
)
def test_what_is_outside_is_not_changed(change: object) -> None:
    assert callable(change)
    with pytest.raises(Exception, match=r"onetrip-of-somebody-else|hostname") as raised:
        change()
    assert type(raised.value).__name__ == "OutsideError"
    assert not OUTSIDE.exists()


def test_a_process_that_a_test_starts_is_held_to_it_too(tmp_path: Path) -> None:
    code = f"import pathlib; pathlib.Path({str(OUTSIDE)!r}).mkdir()"
    done = subprocess.run(  # noqa: S603 - our own code
        [sys.executable, "-c", code],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    assert "OutsideError" in done.stderr
    inside = subprocess.run(  # noqa: S603 - our own code
        [
            sys.executable,
            "-c",
            f"import pathlib; pathlib.Path({str(tmp_path)!r}, 'a').mkdir()",
        ],
        cwd=ROOT,
        check=False,
    )
    assert inside.returncode == 0


def test_reading_is_free() -> None:
    assert Path("/etc/passwd").read_text(encoding="utf-8")
