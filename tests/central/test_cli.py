"""The command line and the settings: what is wrong is told in a sentence."""

import re
from pathlib import Path

import pytest
from support.central import central_store, command
from support.processes import ROOT

from central import serving, settings
from central.cli import main
from central.settings import load
from config.errors import ConfigError
from config.loader import HOME

VARIABLE = "ONETRIP_CENTRAL_SERVICE__"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "settings.toml"


def complaint(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    code = main(list(arguments))
    said = capsys.readouterr()
    assert said.out == ""
    assert "Traceback" not in said.err
    return code, said.err


def test_the_openapi_document_is_the_one_committed() -> None:
    committed = (ROOT / "central" / "openapi.json").read_text(encoding="utf-8")
    assert serving.openapi_document() == committed, "run `make openapi`"


def test_the_openapi_document_comes_out_alone() -> None:
    done = command("openapi", PYTHONHASHSEED="random")
    assert done.returncode == 0
    assert done.stderr == ""
    assert done.stdout == serving.openapi_document()


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


@pytest.mark.parametrize("name", ["", "-x", "hall 2", "大厅", "x" * 33, "a/b", "x\n"])
def test_a_terminal_has_a_plain_name(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    database = f"sqlite:///{tmp_path / 'central.db'}"
    code, said = complaint(
        capsys, "terminal", "add", "--database", database, "--", name
    )
    assert code == 2
    assert "no name for a terminal" in said
    assert not (tmp_path / "central.db").exists()


def test_a_ledger_that_is_not_there_is_not_made(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "central.db"
    code, said = complaint(capsys, "ledger", "--database", f"sqlite:///{path}")
    assert code == 1
    assert str(path) in said
    assert not path.exists()


def test_a_database_without_tables_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "central.db"
    path.touch()
    code, said = complaint(capsys, "ledger", "--database", f"sqlite:///{path}")
    assert code == 1
    assert "central run" in said


def test_a_database_url_that_means_nothing_is_told(
    capsys: pytest.CaptureFixture[str],
) -> None:
    code, said = complaint(capsys, "ledger", "--database", "nonsense")
    assert code == 1
    assert "sqlite:///" in said


def test_an_address_of_another_machine_is_told(tmp_path: Path) -> None:
    database = f"sqlite:///{tmp_path / 'central.db'}"
    arguments = ("--host", "192.0.2.7", "--port", "0", "--database", database)
    done = command("run", *arguments)
    assert done.returncode == 1
    assert "192.0.2.7" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_demonstrations_file_makes_a_demonstration() -> None:
    loaded = load(HOME / "demo.toml", {})
    assert loaded.demonstration is True
    assert loaded.host == "127.0.0.1"
    assert "~" not in loaded.database
    assert loaded.database.startswith(f"sqlite:///{Path.home()}/")


def test_the_command_line_comes_before_the_environment_before_the_file(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file.write_text("[central_service]\nport = 1\ndepartment_timeout_s = 3\n")
    assert load(file, {"port": None}).port == 1
    monkeypatch.setenv(f"{VARIABLE}PORT", "2")
    assert load(file, {"port": None}).port == 2
    assert load(file, {"port": 3}).port == 3
    assert load(file, {"port": 3}).department_timeout_s == 3


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("port = 70000", "settings.toml:2: central_service.port: found: 70000"),
        ("prot = 1", 'did you mean "port"?'),
        ("department_timeout_s = 0", "allowed: greater than 0"),
        ('log_format = "xml"', "allowed: json, console"),
        ('demonstration = "perhaps"', "settings.toml:2: central_service.demonstration"),
        ('demonstration = true\nhost = "0.0.0.0"', "loopback alone"),
        ('demonstration = true\nhost = "central.example"', "loopback alone"),
    ],
)
def test_a_wrong_setting_is_told_with_its_place(
    file: Path, content: str, expected: str
) -> None:
    file.write_text(f"[central_service]\n{content}\n")
    with pytest.raises(ConfigError, match=re.escape(expected)):
        load(file, {})


def test_wrong_settings_end_every_command_with_a_sentence(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file.write_text("[central_service]\nprot = 1\n")
    for command_line in (["run"], ["ledger"], ["terminal", "add", "hall-02"]):
        code, said = complaint(capsys, *command_line, "--config", str(file))
        assert code == 2
        assert "settings.toml:2" in said


def test_a_demonstration_cannot_be_moved_off_loopback_by_the_command_line() -> None:
    with pytest.raises(ConfigError, match="loopback alone"):
        load(HOME / "demo.toml", {"host": "0.0.0.0"})  # noqa: S104 - refused
    assert settings.is_loopback("::1")
    assert settings.is_loopback("localhost")
    assert not settings.is_loopback("::")


def test_the_ledger_is_a_list_even_when_empty(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with central_store(tmp_path):
        pass
    database = f"sqlite:///{tmp_path / 'central.db'}"
    assert main(["ledger", "--json", "--database", database]) == 0
    assert capsys.readouterr().out == "[]\n"
