"""What a start must not wait for: seen in a process of its own."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LATE = {
    "PIL",
    "asyncio",
    "cryptography",
    "drivers",
    "offline_cache",
    "pydantic",
    "qrcode",
    "requests",
    "sqlite_utils",
    "structlog",
}
"""What the first screen is shown without."""


def imported(code: str) -> set[str]:
    told = subprocess.run(  # noqa: S603 - our own words
        [sys.executable, "-c", f"{code}\nimport sys, json\nprint(json.dumps(RESULT))"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    return set(json.loads(told.stdout))


MODULES = "RESULT = [name for name in sys.modules if sys.modules[name]]"


def test_the_first_screen_needs_nothing_that_is_slow_to_import() -> None:
    code = f"import sys\nfrom kiosk import __main__\nfrom kiosk import app\n{MODULES}"
    found = {name.partition(".")[0] for name in imported(code)}
    assert "ui" in found
    assert found & LATE == set()


def test_imports_are_python_s_own_again_after_qt() -> None:
    code = (
        "import builtins\nbefore = builtins.__import__\nimport ui\n"
        "import PySide6.QtWidgets\n"
        "RESULT = ['same'] if builtins.__import__ is before else []"
    )
    assert imported(code) == {"same"}


def test_the_agent_needs_no_screen_and_no_drivers_of_devices() -> None:
    code = (
        f"import sys\nfrom kiosk import __main__\nimport kiosk.agent.agent\n{MODULES}"
    )
    found = imported(code)
    assert {"PySide6", "ui", "kiosk.flow.machine", "PIL", "rich"} & found == set()
    assert not any(name.startswith("drivers.supervisor") for name in found)
