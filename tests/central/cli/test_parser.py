"""A wrong command line, settings or database ends with a sentence."""

from collections.abc import Callable
from pathlib import Path

import pytest

from central.cli import main


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "settings.toml"


@pytest.mark.parametrize(
    "arguments", [[], ["fly"], ["terminal"], ["run", "--port", "x"]]
)
def test_a_wrong_command_is_told_and_exits_2(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert "usage" in capsys.readouterr().err


def test_wrong_settings_end_every_command_with_a_sentence(
    file: Path, complaint: Callable[..., tuple[int, str]]
) -> None:
    file.write_text("[central_service]\nprot = 1\n")
    for command_line in (["run"], ["ledger"], ["terminal", "add", "hall-02"]):
        code, said = complaint(*command_line, "--config", str(file))
        assert code == 2
        assert "settings.toml:2" in said


def test_a_database_url_that_means_nothing_is_told(
    complaint: Callable[..., tuple[int, str]],
) -> None:
    code, said = complaint("ledger", "--database", "nonsense")
    assert code == 1
    assert "sqlite:///" in said
