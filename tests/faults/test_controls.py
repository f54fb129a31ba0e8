"""Each proof can fail: a bug that it must detect is planted, and it fails.

A control is a small diff to the real code in `controls/`; its first line names the
promise that it breaks and the test that must fail. It is applied to a copy of the tree.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from support.processes import ROOT

CONTROLS = sorted((Path(__file__).parent / "controls").glob("*.patch"))
FIRST_LINE = re.compile(r"# promise \d+: (?P<test>tests/\S+::\S+)(?P<long> long)?\n")
TREE = (
    "config",
    "contract",
    "view",
    "drivers",
    "offline_cache",
    "central",
    "kiosk",
    "ui",
    "tests",
)
WITHIN_S = 170


def named(control: Path) -> re.Match[str]:
    found = FIRST_LINE.match(control.read_text(encoding="utf-8"))
    assert found, f"{control.name}: its first line is not `# promise N: tests/…::…`"
    return found


def cases() -> list[object]:
    marks = {control: named(control)["long"] for control in CONTROLS}
    return [
        pytest.param(
            control, id=control.stem, marks=[pytest.mark.long] if marks[control] else []
        )
        for control in CONTROLS
    ]


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for folder in TREE:
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=ignored)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


@pytest.mark.parametrize("control", cases())
def test_a_planted_bug_is_seen(tree: Path, control: Path) -> None:
    applied = subprocess.run(  # noqa: S603 - our own diff
        ["git", "apply", "--whitespace=nowarn", str(control)],  # noqa: S607
        cwd=tree,
        env=os.environ | {"GIT_CEILING_DIRECTORIES": str(tree.parent)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert applied.returncode == 0, f"it fits the code no more: {applied.stderr}"
    test = named(control)["test"]
    ran = subprocess.run(  # noqa: S603 - our own test
        [
            *(sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider"),
            *("-p", "no:randomly", "--tb=line", test),
        ],
        cwd=tree,
        capture_output=True,
        text=True,
        timeout=WITHIN_S,
        check=False,
    )
    assert ran.returncode == pytest.ExitCode.TESTS_FAILED, ran.stdout + ran.stderr
    assert f"FAILED {test}" in ran.stdout, ran.stdout
