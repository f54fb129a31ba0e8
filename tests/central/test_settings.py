"""Central's settings: their exact limits, and what follows from one another."""

import re
from pathlib import Path

import pytest

from central.settings import CentralSettings, load
from config.errors import ConfigError
from config.loader import HOME, SERVICES
from config.settings import is_loopback

VARIABLE = "ONETRIP_CENTRAL_SERVICE__"

SANDBOX = '[central_service.payments.sandbox]\nurl = "http://127.0.0.1"\nkey = "k"\n'


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "settings.toml"


@pytest.mark.parametrize(
    ("table", "key", "good", "bad"),
    [
        ("", "port", [0, 65_535], [-1, 65_536]),
        ("", "department_timeout_s", [0.001, 300], [0, 300.5]),
        ("", "log_format", ['"json"', '"console"'], ['"xml"', '""']),
        (".payments", "limit", [1], [0, 1.5]),
        (".payments", "deadline_s", [1, 3600], [0.5, 3601]),
        (
            ".payments",
            "public_url",
            ['"https://p"', '"http://p/x"'],
            ['"p"', '"ftp://p"', '"https://"', '"x https://p"'],
        ),
        (".retention", "result_days", [1, 36_500], [0, 36_501]),
        (".retention", "document_days", [1, 365], [0]),
        (".retention", "verification_days", [90, 36_500], [89, 36_501]),
        (".retention", "payment_days", [1, 36_500], [0, 36_501]),
        (".retention", "try_days", [1, 36_500], [0, 36_501]),
    ],
)
def test_what_is_at_the_limit_is_allowed_and_what_is_beyond_refused(
    file: Path, table: str, key: str, good: list[object], bad: list[object]
) -> None:
    for value in good:
        file.write_text(f"[central_service{table}]\n{key} = {value}\n")
        load(file, {})
    for value in bad:
        file.write_text(f"[central_service{table}]\n{key} = {value}\n")
        with pytest.raises(ConfigError, match=key):
            load(file, {})


def test_a_paper_is_verified_as_long_as_there_are_copies(file: Path) -> None:
    file.write_text("[central_service.retention]\ndocument_days = 366\n")
    with pytest.raises(ConfigError, match=r"verification_days.*at least 366"):
        load(file, {})


def test_the_sandbox_is_for_demonstrations_alone(file: Path) -> None:
    file.write_text(SANDBOX)
    with pytest.raises(ConfigError, match="takes no money"):
        load(file, {})
    file.write_text("[central_service]\ndemonstration = true\n" + SANDBOX)
    sandbox = load(file, {}).payments.sandbox
    assert sandbox is not None
    assert sandbox.key.get_secret_value() == "k"
    assert load(file, {"port": 1}).payments.sandbox == sandbox


@pytest.mark.parametrize("host", ["127.0.0.1", "127.3.2.1", "::1", "localhost"])
def test_a_demonstration_listens_within_the_machine(file: Path, host: str) -> None:
    file.write_text(f'[central_service]\ndemonstration = true\nhost = "{host}"')
    assert load(file, {}).host == host


def test_keys_stand_beside_the_database_unless_a_setting_names_another_folder(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(file.parent)
    assert CentralSettings().keys_folder == Path("/var/lib/onetrip/keys")
    for database, folder in [
        ("sqlite:////data/central.db", "/data/keys"),
        ("sqlite:///central.db", str(file.parent / "keys")),
        ("postgresql://localhost/central", "/var/lib/onetrip/keys"),
    ]:
        loaded = load(None, {"database": database})
        assert loaded.keys_folder == Path(folder)
    file.write_text('[central_service]\nkeys = "own"')
    assert load(file, {}).keys_folder == file.parent / "own"


def test_items_are_those_of_this_version_unless_a_setting_names_others(
    file: Path,
) -> None:
    assert CentralSettings().catalogue_folder == SERVICES
    file.write_text('[central_service]\ncatalogue = "items"')
    assert load(file, {}).catalogue_folder == file.parent / "items"


def test_a_database_may_stand_in_the_home_folder(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("HOME", "/home/central")
    for said, meant in [
        ("sqlite:///~/c.db", "sqlite:////home/central/c.db"),
        ("sqlite:////~/c.db", "sqlite:////~/c.db"),
        ("~/c.db", "~/c.db"),
        ("postgresql://~", "postgresql://~"),
    ]:
        assert load(None, {"database": said}).database == meant


def test_paths_of_a_way_to_pay_are_meant_from_the_files_folder(file: Path) -> None:
    file.write_text(
        '[central_service.payments.alipay]\napp = "1"\nprivate_key_file = "a.pem"\n'
        'public_key_file = "/b.pem"\n'
    )
    alipay = load(file, {}).payments.alipay
    assert alipay is not None
    assert alipay.private_key_file == file.parent / "a.pem"
    assert alipay.public_key_file == Path("/b.pem")


def test_a_wrong_word_of_the_command_line_is_told_as_such() -> None:
    with pytest.raises(ConfigError, match=r"^command line: port: found: 70000; all"):
        load(None, {"port": 70_000})


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


def test_a_demonstration_cannot_be_moved_off_loopback_by_the_command_line() -> None:
    with pytest.raises(ConfigError, match="loopback alone"):
        load(HOME / "demo.toml", {"host": "0.0.0.0"})  # noqa: S104 - refused
    assert is_loopback("::1")
    assert is_loopback("localhost")
    assert not is_loopback("::")
