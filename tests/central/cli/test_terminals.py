"""`central terminal`."""

from collections.abc import Callable
from pathlib import Path

import pytest


@pytest.mark.parametrize("name", ["", "-x", "hall 2", "大厅", "x" * 33, "a/b", "x\n"])
def test_a_terminal_has_a_plain_name(
    name: str, tmp_path: Path, complaint: Callable[..., tuple[int, str]]
) -> None:
    database = f"sqlite:///{tmp_path / 'central.db'}"
    code, said = complaint("terminal", "add", "--database", database, "--", name)
    assert code == 2
    assert "no name for a terminal" in said
    assert not (tmp_path / "central.db").exists()
