"""`central keys`."""

from pathlib import Path

import pytest
from support.central import command

from central.cli import main


def test_keys_that_were_moved_away_are_missed_until_new_ones_are_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    database = f"sqlite:///{tmp_path / 'central.db'}"
    assert main(["keys", "init", "--database", database]) == 0
    first = capsys.readouterr()
    assert len(first.out.splitlines()) == 1
    assert "Given up" not in first.err
    keys = tmp_path / "keys"
    keys.rename(tmp_path / "elsewhere")
    done = command("run", "--port", "0", "--database", database)
    assert done.returncode == 1
    assert "ready" not in done.stdout
    assert str(keys) in done.stderr
    assert "central keys init" in done.stderr
    assert "Traceback" not in done.stderr
    assert not keys.exists()
    assert main(["keys", "init", "--database", database]) == 0
    second = capsys.readouterr()
    assert "Given up: people.key, seal.pem, sealing, signing.key" in second.err
    assert second.out != first.out
    assert main(["keys", "list", "--database", database]) == 0
    assert capsys.readouterr().out == second.out
