"""The rooms of the tree, and which tests mirror a module."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

DIVIDED = ("kiosk", "central")
"""Packages whose folders are rooms of their own."""
OWN_ROOMS = ("drivers/simulators", "drivers/supervisor", "ui/device_panel")
UNTOUCHED = ("central/store/migrations/",)
"""What alembic ran once is history."""

ALSO: dict[str, tuple[str, ...]] = {
    "view": ("tests/kiosk/flow", "tests/ui"),
    "central/cli": (
        "tests/central/payments/test_clerk.py",
        "tests/central/documents/test_verify.py",
        "tests/central/test_retention.py",
    ),
    "central/payments": ("tests/central/test_store.py",),
    "central/store": ("tests/central/payments", "tests/central/documents"),
    "drivers/code_scanner": ("tests/contracts/test_code_scanner.py",),
    "drivers/document_printer": ("tests/contracts/test_document_printer.py",),
    "drivers/id_card_reader": ("tests/contracts/test_card_reader.py",),
    "drivers/locker": ("tests/contracts/test_locker.py",),
    "drivers/qr_display": ("tests/contracts/test_qr_display.py",),
    "drivers/receipt_printer": ("tests/contracts/test_receipt_printer.py",),
    "drivers/social_security_card_reader": (
        "tests/contracts/test_social_security_card_reader.py",
    ),
}
"""Tests that stand elsewhere than the folder which mirrors a package."""


def _is_in(path: str, folder: str) -> bool:
    return path == folder or path.startswith(f"{folder}/")


def modules(root: Path) -> dict[str, list[str]]:
    """Return the modules of each room; a new folder is a new room."""
    settings = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    rooms: dict[str, list[str]] = {}
    for package in settings["tool"]["importlinter"]["root_packages"]:
        for path in sorted((root / package).rglob("*.py")):
            module = path.relative_to(root).as_posix()
            if not module.startswith(UNTOUCHED):
                rooms.setdefault(_room(module), []).append(module)
    return dict(sorted(rooms.items()))


def _room(module: str) -> str:
    own = [room for room in OWN_ROOMS if _is_in(module, room)]
    parts = module.split("/")
    deep = 2 if parts[0] in DIVIDED and len(parts) > 2 else 1
    return own[0] if own else "/".join(parts[:deep])


@dataclass(frozen=True)
class Mirror:
    """The tests of one module: the nearest first, the rest if it survives them."""

    nearest: tuple[str, ...]
    wider: tuple[str, ...]

    @property
    def all(self) -> tuple[str, ...]:
        """Return both."""
        return self.nearest + self.wider


def mirror(root: Path, module: str) -> Mirror:
    """Return the tests that mirror a module.

    Nearest is the first `test_<name>*.py` found going up from the folder that mirrors
    it, for the module's name or that of a package it is in; wider are the tests beside,
    those of the nearest folder that exists, and `ALSO`.
    """
    path = Path(module).with_suffix("")
    names = [each for each in reversed(path.parts) if not each.startswith("__")]
    folders = [root / "tests" / folder for folder in path.parents]
    near: list[Path] = []
    for name in names:
        for folder in folders:
            near = near or _named(folder, name)
    here = next(each for each in folders if _tests(each))
    wide = _tests(here) if here != root / "tests" else []
    for each in (
        root / test for key in ALSO if _is_in(module, key) for test in ALSO[key]
    ):
        wide += _tests(each) if each.is_dir() else [each] * each.exists()
    nearest = [each.relative_to(root).as_posix() for each in near]
    wider = [each.relative_to(root).as_posix() for each in wide]
    return Mirror(tuple(nearest), tuple(_without(wider, nearest)))


def _named(folder: Path, name: str) -> list[Path]:
    return [*folder.glob(f"test_{name}.py"), *sorted(folder.glob(f"test_{name}_*.py"))]


def _tests(folder: Path) -> list[Path]:
    return sorted(folder.glob("test_*.py"))


def _without(paths: Iterable[str], others: Iterable[str]) -> list[str]:
    return [each for each in dict.fromkeys(paths) if each not in set(others)]
