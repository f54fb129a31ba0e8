"""The walls of the house: what lint holds, and that nothing stands outside of it."""

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from support.processes import ROOT

LINTED = ("config", "contract", "view", "drivers", "offline_cache")
ROOMS = (*LINTED, "central", "kiosk", "ui")
NO_ROOMS = {"docs", "packaging", "tests"}
LINT = Path(sys.executable).with_name("lint-imports")


def linter() -> dict[str, object]:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    found: dict[str, object] = settings["tool"]["importlinter"]
    return found


def test_every_folder_at_the_root_is_a_room_that_lint_knows() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "-z"],  # noqa: S607
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    folders = {name.split("/")[0] for name in listed.stdout.split("\0") if "/" in name}
    code = {name for name in folders if not name.startswith(".")} - NO_ROOMS
    assert sorted(linter()["root_packages"]) == sorted(code)  # type: ignore[call-overload]


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of every room, and its rules."""
    copy = tmp_path_factory.mktemp("tree")
    ignored = shutil.ignore_patterns("__pycache__")
    for room in ROOMS:
        shutil.copytree(ROOT / room, copy / room, ignore=ignored)
    shutil.copy(ROOT / "pyproject.toml", copy)
    return copy


def lint(tree: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - our own linter
        [str(LINT), "--no-cache"],
        cwd=tree,
        env={"PYTHONPATH": str(tree)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_tree_as_it_is_passes(tree: Path) -> None:
    linted = lint(tree)
    assert linted.returncode == 0, linted.stdout


@pytest.mark.parametrize(
    ("planted", "text", "broken"),
    [
        ("kiosk/unplaced.py", '"""Nothing."""\n', "unplaced"),
        ("central/unplaced.py", '"""Nothing."""\n', "unplaced"),
        ("drivers/unplaced.py", '"""Nothing."""\n', "unplaced"),
        (
            "kiosk/runtime/planted.py",
            "from central.payments import machine\n",
            "kiosk.runtime.planted -> central.payments.machine",
        ),
        (
            "ui/planted.py",
            "from contract import numbers\n",
            "ui.planted -> contract.numbers",
        ),
        (
            "contract/planted.py",
            "from config import loader\n",
            "contract.planted -> config.loader",
        ),
        (
            "central/store/planted.py",
            "from central.api import problems\n",
            "central.store.planted -> central.api.problems",
        ),
    ],
)
def test_a_planted_module_fails(
    tree: Path, planted: str, text: str, broken: str
) -> None:
    (tree / planted).write_text(text, encoding="utf-8")
    try:
        linted = lint(tree)
    finally:
        (tree / planted).unlink()
    assert linted.returncode == 1, linted.stdout
    assert broken in linted.stdout
