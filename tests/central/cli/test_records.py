"""`central ledger`."""

from collections.abc import Callable
from pathlib import Path

import pytest
from support.central import central_store

from central.cli import main


def test_a_ledger_that_is_not_there_is_not_made(
    tmp_path: Path, complaint: Callable[..., tuple[int, str]]
) -> None:
    path = tmp_path / "central.db"
    code, said = complaint("ledger", "--database", f"sqlite:///{path}")
    assert code == 1
    assert str(path) in said
    assert not path.exists()


def test_a_database_without_tables_is_told(
    tmp_path: Path, complaint: Callable[..., tuple[int, str]]
) -> None:
    path = tmp_path / "central.db"
    path.touch()
    code, said = complaint("ledger", "--database", f"sqlite:///{path}")
    assert code == 1
    assert "central run" in said


def test_the_ledger_is_a_list_even_when_empty(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with central_store(tmp_path):
        pass
    database = f"sqlite:///{tmp_path / 'central.db'}"
    assert main(["ledger", "--json", "--database", database]) == 0
    assert capsys.readouterr().out == "[]\n"
