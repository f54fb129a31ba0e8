"""Settings in layers: a FILE before the defaults, the environment before both."""

from pathlib import Path
from typing import Annotated, Literal

import pytest
from pydantic import BaseModel, ConfigDict, Field, SecretStr
from support.refusals import refusal

from config.errors import ConfigError
from config.layers import AbsolutePath
from config.settings import DEMO_TERMINAL_KEY, load_section, load_settings


class CentralService(BaseModel):
    """As the central service could have it."""

    model_config = ConfigDict(extra="forbid")
    port: Annotated[int, Field(ge=1, le=65535)] = 8600
    database: AbsolutePath = Path("/nowhere")
    password: SecretStr | None = None
    departments: tuple[Literal["tax", "health"], ...] = ()


def test_the_environment_comes_before_the_file_and_the_file_before_the_default(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file.write_text("[session]\nidle_s = 10\nidle_prompt_s = 11\n")
    monkeypatch.setenv("ONETRIP_SESSION__IDLE_S", "12")
    monkeypatch.setenv("ONETRIP_TERMINAL__PLACE__ZH_CN", "东门")
    monkeypatch.setenv("ONETRIP_SCREEN__FULLSCREEN", "false")
    settings = load_settings(file)
    assert settings.session.idle_s == 12
    assert settings.session.idle_prompt_s == 11
    assert settings.session.way_out_s == 5
    assert settings.terminal.place.zh_CN == "东门"
    assert settings.terminal.place.en
    assert not settings.screen.fullscreen


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        (
            "ONETRIP_SESSION__IDLE_S",
            "soon",
            'ONETRIP_SESSION__IDLE_S: session.idle_s: found: "soon"; allowed: a number',
        ),
        (
            "ONETRIP_LOG__LEVEL",
            "inf",
            'ONETRIP_LOG__LEVEL: log.level: found: "inf"; allowed: debug, info, '
            'warning, error; did you mean "info"?',
        ),
        (
            "ONETRIP_CENTRAL__KEY",
            "hunter 2",
            "ONETRIP_CENTRAL__KEY: central.key: found: (not shown); a key is 64 "
            "hexadecimal digits, as `terminal add` shows it",
        ),
        (
            "ONETRIP_CENTRAL__URI",
            "http://127.0.0.1",
            "ONETRIP_CENTRAL__URI: means nothing here; did you mean "
            '"ONETRIP_CENTRAL__URL"?',
        ),
        (
            "ONETRIP_CENTRL__URL",
            "http://127.0.0.1",
            "ONETRIP_CENTRL__URL: means nothing here; did you mean "
            '"ONETRIP_CENTRAL__URL"?',
        ),
        (
            "ONETRIP_TERMINAL__PLACE",
            "here",
            "ONETRIP_TERMINAL__PLACE: means nothing here",
        ),
        ("ONETRIP_SESSION", "60", "ONETRIP_SESSION: means nothing here"),
        ("ONETRIP_CENTRAL__URL__X", "60", "ONETRIP_CENTRAL__URL__X: means nothing"),
    ],
)
def test_a_mistake_in_the_environment_is_told_with_the_variables_name(
    name: str, value: str, expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    [line] = refusal(None).splitlines()
    assert line.startswith(expected)


def test_variables_that_are_not_settings_are_left_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("ONETRIP_VENV", "/opt")
    monkeypatch.setenv("OTHER__SESSION__IDLE_S", "1")
    assert load_settings(None).session.idle_s == 60


def test_mistakes_of_file_and_environment_are_told_together(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file.write_text("[session]\nidle_s = 0\n[sesion]\n")
    monkeypatch.setenv("ONETRIP_AGENT__BATCH_SIZE", "many")
    monkeypatch.setenv("ONETRIP_AGENT__BATCH", "1")
    wheres = {line.split(": ")[0] for line in refusal(file).splitlines()}
    assert wheres == {
        "terminal.toml:2",
        "terminal.toml:3",
        "ONETRIP_AGENT__BATCH_SIZE",
        "ONETRIP_AGENT__BATCH",
    }


def test_paths_are_meant_from_their_files_folder_and_the_home_folder(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("ONETRIP_CENTRAL__KEY_FILE", "terminal.key")
    file.write_text('[cache]\npath = "state/cache.db"\nkey_file = "~/cache.key"')
    settings = load_settings(file)
    assert settings.cache.path == tmp_path / "state" / "cache.db"
    assert settings.cache.key_file == tmp_path / "home" / "cache.key"
    assert settings.central.key_file == elsewhere / "terminal.key"


def test_both_programs_read_one_file(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file.write_text(
        "[session]\nidle_s = 5\n[central_service]\nport = 1\n"
        'database = "central.db"\nmore.than = "the terminal knows"'
    )
    assert load_settings(file).session.idle_s == 5
    with pytest.raises(ConfigError, match=r"toml:6: central_service\.more: unk"):
        load_section(file, "central_service", CentralService)
    file.write_text(file.read_text().replace("more.than", "# more.than"))
    monkeypatch.setenv("ONETRIP_CENTRAL_SERVICE__PORT", "2")
    monkeypatch.setenv("ONETRIP_CENTRAL_SERVICE__DEPARTMENTS", '["tax"]')
    monkeypatch.setenv("ONETRIP_SESSION__IDLE_S", "6")
    central = load_section(file, "central_service", CentralService)
    assert central.port == 2
    assert central.departments == ("tax",)
    assert central.database == file.parent / "central.db"
    assert load_settings(file).session.idle_s == 6


def test_a_section_that_stands_nowhere_has_its_defaults() -> None:
    assert load_section(None, "central_service", CentralService).port == 8600


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("PORT", "0", 'PORT: central_service.port: found: "0"; allowed: at least 1'),
        ("PROT", "1", 'PROT: means nothing here; did you mean "ONETRIP_CENTRAL_SERV'),
        (
            "DEPARTMENTS",
            '["tx"]',
            'DEPARTMENTS: central_service.departments #1: found: "tx"; allowed: tax, '
            'health; did you mean "tax"?',
        ),
    ],
)
def test_another_programs_section_has_the_same_care(
    name: str, value: str, expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(f"ONETRIP_CENTRAL_SERVICE__{name}", value)
    with pytest.raises(ConfigError) as raised:
        load_section(None, "central_service", CentralService)
    assert str(raised.value).startswith(f"ONETRIP_CENTRAL_SERVICE__{expected}")


def test_a_list_in_the_environment_is_json(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONETRIP_CENTRAL_SERVICE__DEPARTMENTS", "tax")
    with pytest.raises(ConfigError, match="a variable that holds a list is not JSON"):
        load_section(None, "central_service", CentralService)


def test_a_mistake_of_a_whole_table_is_told_with_whoever_made_it(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = "agent: retry_max_s must be at least retry_first_s"
    file.write_text("\n[agent]\nretry_max_s = 0.5")
    assert refusal(file) == f"terminal.toml:2: {words}"
    monkeypatch.setenv("ONETRIP_AGENT__RETRY_MAX_S", "0.5")
    assert refusal(None) == f"ONETRIP_AGENT__RETRY_MAX_S: {words}"
    file.write_text("[session]\nidle_s = 1")
    assert refusal(file) == f"ONETRIP_AGENT__RETRY_MAX_S: {words}"


def test_a_mistake_of_all_settings_without_a_file_is_the_environments(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("ONETRIP_CENTRAL__KEY", DEMO_TERMINAL_KEY)
    assert refusal(None).startswith("environment: central.key: everybody has the demo")


def test_variables_may_be_written_small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("onetrip_session__idle_s", "7")
    assert load_settings(None).session.idle_s == 7
    monkeypatch.setenv("onetrip_session__idle_s", "0")
    assert refusal(None).startswith("onetrip_session__idle_s: session.idle_s: found")


def test_the_variable_is_told_and_not_the_line_that_it_overrides(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file.write_text("[session]\nidle_s = 5\nway_out_s = 0")
    monkeypatch.setenv("ONETRIP_SESSION__IDLE_S", "0")
    assert [line.split(": ")[0] for line in refusal(file).splitlines()] == [
        "ONETRIP_SESSION__IDLE_S",
        "terminal.toml:3",
    ]


def test_a_table_of_the_file_is_completed_by_the_environment(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file.write_text('[devices.locker]\nbackend = "lock_board"\ncells = 8')
    missing = "terminal.toml:1: devices.locker.url: missing; needed: a text"
    assert refusal(file) == missing
    monkeypatch.setenv("ONETRIP_DEVICES__LOCKER__URL", "/dev/ttyS9")
    locker = load_settings(file).devices.configured()["locker"]
    assert locker.options()["cells"] == 8
    assert locker.options()["url"] == "/dev/ttyS9"


def test_the_terminal_leaves_centrals_variables_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("ONETRIP_CENTRAL_SERVICE__ANY__THING", "1")
    assert load_settings(None).session.idle_s == 60
    monkeypatch.setenv("ONETRIP_CENTRAL_SERVICE", "1")
    assert refusal(None).startswith("ONETRIP_CENTRAL_SERVICE: means nothing here")


def test_the_line_of_a_wrong_entry_of_a_list_is_told(file: Path) -> None:
    file.write_text('[central_service]\ndepartments = [\n"tax",\n"x",\n]')
    with pytest.raises(ConfigError, match=r"toml:4: central_service.departments #2:"):
        load_section(file, "central_service", CentralService)


def test_a_path_that_is_none_is_refused_and_never_joined(file: Path) -> None:
    file.write_text("[cache]\npath = 5")
    assert refusal(file) == (
        "terminal.toml:2: cache.path: found: 5; allowed: a path, as a text"
    )
