"""The service items that central publishes: signed, versioned, never a wrong one."""

import os
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy.exc import OperationalError
from structlog.testing import capture_logs
from support.central import central_app, central_store
from support.documents import NOW, item
from support.sealed import toml

from central.definitions import Definitions
from central.documents.keys import Keys, open_keys
from central.store.database import Store
from config.errors import ConfigError
from config.loader import SERVICES, service_files
from contract.catalogue import Catalogue
from kiosk.catalogue import checked
from kiosk.errors import DefinitionError

CODE = "paper_office.paper"


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Keys:
    return open_keys(tmp_path_factory.mktemp("keys"), demonstration=True)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "services" / "paper_office" / "paper.toml"
    file.parent.mkdir(parents=True)
    file.write_text(text(1), encoding="utf-8")
    return file


def text(version: int, **changes: Any) -> str:
    one = item(CODE, "print").model_copy(update={"version": version} | changes)
    return toml(one)


def write(file: Path, content: str) -> None:
    """As an editor does; two writes within one tick of the clock count as two."""
    before = file.stat().st_mtime_ns
    file.write_text(content, encoding="utf-8")
    os.utime(file, ns=(before + 1_000_000, before + 1_000_000))


def published(definitions: Definitions, keys: Keys) -> dict[str, int]:
    """What a terminal takes over of what is published."""
    catalogue = definitions.publish(keys, NOW)
    good = [checked(one, keys.verification_keys) for one in catalogue.items]
    assert all(one.toml for one in good)
    return {one.code: one.version for one in good}


def alarm(definitions: Definitions, keys: Keys) -> str:
    """What is logged at the next look, once and no more."""
    with capture_logs() as logs:
        definitions.publish(keys, NOW)
        definitions.publish(keys, NOW)
    (line,) = [line for line in logs if line["log_level"] == "error"]
    assert "alarm" in line["event"]
    return str(line["detail"])


def test_all_items_of_this_version_are_published_and_taken_over(keys: Keys) -> None:
    assert len(published(Definitions(SERVICES), keys)) == len(service_files())


def test_a_terminal_trusts_no_other_key_and_no_other_text(
    file: Path, keys: Keys, tmp_path: Path
) -> None:
    (one,) = Definitions(file.parents[1]).publish(keys, NOW).items
    strangers = open_keys(tmp_path / "other", demonstration=True)
    with pytest.raises(DefinitionError, match="signed by no key"):
        checked(one, strangers.verification_keys)
    for changes in ({"toml": one.toml + "\n"}, {"version": 2}, {"code": CODE + "s"}):
        with pytest.raises(DefinitionError, match="signed by no key"):
            checked(one.model_copy(update=changes), keys.verification_keys)


def test_a_newer_version_is_taken_over_while_central_runs(
    file: Path, keys: Keys
) -> None:
    definitions = Definitions(file.parents[1])
    assert published(definitions, keys) == {CODE: 1}
    write(file, text(2))
    assert published(definitions, keys) == {CODE: 2}
    used = definitions.get(CODE)
    assert used is not None
    assert used.version == 2


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("version = ", "paper.toml:1"),
        (text(2).replace("hotline", "hotlime"), "hotlime"),
        (text(2, fee=-1), "fee"),
        (text(1, hotline="12333"), "version: found: 1; allowed: greater than 1"),
        (text(2) + "#" * 100_000, "allowed: at most 100000"),
    ],
    ids=["no TOML", "key", "value", "same version", "too long"],
)
def test_a_wrong_one_is_told_with_its_place_and_the_version_in_use_stays(
    file: Path, keys: Keys, content: str, told: str
) -> None:
    definitions = Definitions(file.parents[1])
    write(file, content)
    said = alarm(definitions, keys)
    assert str(file) in said
    assert told in said
    assert published(definitions, keys) == {CODE: 1}
    write(file, text(3))
    assert published(definitions, keys) == {CODE: 3}


def test_a_code_stands_in_one_file(file: Path, keys: Keys) -> None:
    definitions = Definitions(file.parents[1])
    again = file.with_name("again.toml")
    again.write_text(text(2), encoding="utf-8")
    assert f"code: found: {CODE}" in alarm(definitions, keys)
    assert published(definitions, keys) == {CODE: 1}
    with pytest.raises(ConfigError, match=f"code: found: {CODE}"):
        Definitions(file.parents[1])


def test_what_is_wrong_from_the_start_is_refused(file: Path) -> None:
    write(file, text(1).replace("hotline", "hotlime"))
    with pytest.raises(ConfigError, match="hotlime"):
        Definitions(file.parents[1])


def test_a_new_file_is_published_and_one_that_is_gone_withdrawn(
    file: Path, keys: Keys
) -> None:
    definitions = Definitions(file.parents[1])
    other = "paper_office.other"
    added = file.with_name("other.toml")
    added.write_text(toml(item(other)), encoding="utf-8")
    assert published(definitions, keys) == {CODE: 1, other: 1}
    file.unlink()
    assert published(definitions, keys) == {other: 1}
    assert definitions.get(CODE) is None


def test_a_mark_of_a_windows_editor_does_not_reach_terminals(
    file: Path, keys: Keys
) -> None:
    file.write_text(text(1), encoding="utf-8-sig")
    assert published(Definitions(file.parents[1]), keys) == {CODE: 1}


def started(file: Path, store: Store) -> tuple[Definitions, list[str]]:
    """Central started again, and the alarms of it."""
    with capture_logs() as logs:
        definitions = Definitions(file.parents[1], store)
    return definitions, [
        str(line["detail"]) for line in logs if line["log_level"] == "error"
    ]


def texts(definitions: Definitions, keys: Keys) -> list[str]:
    published(definitions, keys)  # terminals would take them over
    return [one.toml for one in definitions.publish(keys, NOW).items]


def test_a_restart_remembers_what_was_published(
    file: Path, keys: Keys, store: Store
) -> None:
    first, alarms = started(file, store)
    write(file, text(2))
    assert (published(first, keys), alarms) == ({CODE: 2}, [])
    again, alarms = started(file, store)
    assert (published(again, keys), alarms) == ({CODE: 2}, [])


@pytest.mark.parametrize("content", [text(3, hotline="12333"), text(2)])
def test_neither_another_text_nor_an_older_version_gets_past_a_restart(
    file: Path, keys: Keys, store: Store, content: str
) -> None:
    write(file, text(3))
    started(file, store)
    write(file, content)
    definitions, (alarm,) = started(file, store)
    assert str(file) in alarm
    assert "version: found: " in alarm
    assert "allowed: greater than 3, which was published with another text" in alarm
    assert texts(definitions, keys) == [text(3)]
    with capture_logs() as logs:
        assert texts(definitions, keys) == [text(3)]
    assert logs == []
    write(file, text(4, hotline="12333"))
    assert texts(definitions, keys) == [text(4, hotline="12333")]


def test_what_was_withdrawn_does_not_come_back_as_something_else(
    file: Path, keys: Keys, store: Store
) -> None:
    definitions, _ = started(file, store)
    file.unlink()
    assert published(definitions, keys) == {}
    moved = file.with_name("moved.toml")
    moved.write_text(text(1, hotline="12333"), encoding="utf-8")
    assert f"{moved}" in alarm(definitions, keys)
    assert published(definitions, keys) == {}
    write(moved, text(1))
    assert published(definitions, keys) == {CODE: 1}


def test_two_processes_do_not_publish_two_texts_of_one_version(
    file: Path, keys: Keys, store: Store
) -> None:
    one, other = (
        Definitions(file.parents[1], store),
        Definitions(file.parents[1], store),
    )
    write(file, text(2))
    assert texts(one, keys) == [text(2)]
    write(file, text(2, hotline="12333"))
    assert "version: found: 2" in alarm(other, keys)
    assert texts(other, keys) == [text(1)]


def test_a_start_that_fails_publishes_nothing(
    file: Path, keys: Keys, store: Store
) -> None:
    again = file.with_name("again.toml")
    again.write_text(text(7), encoding="utf-8")
    with pytest.raises(ConfigError, match="code: found"):
        Definitions(file.parents[1], store)
    again.unlink()
    definitions, alarms = started(file, store)
    assert (published(definitions, keys), alarms) == ({CODE: 1}, [])


def test_while_the_database_is_away_the_version_in_use_stays(
    file: Path, keys: Keys, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object) -> None:
        raise OperationalError("SELECT", {}, ValueError())

    definitions, _ = started(file, store)
    write(file, text(2))
    with monkeypatch.context() as broken:
        broken.setattr("central.store.published.enter", away)
        assert published(definitions, keys) == {CODE: 1}
    assert published(definitions, keys) == {CODE: 2}


def test_terminals_alone_are_given_the_catalogue(
    file: Path, keys: Keys, tmp_path: Path
) -> None:
    items = Definitions(file.parents[1])
    with central_store(tmp_path) as store:
        with central_app(store, items=items, keys=keys) as client:
            answered = client.get("/v1/catalogue")
            told = Catalogue.model_validate_json(answered.content)
            (one,) = told.items
            assert checked(one, told.verification_keys).toml == text(1)
            client.auth = httpx.Auth()
            assert client.get("/v1/catalogue").status_code == 401
        with central_app(store, items=items) as client:
            refused = client.get("/v1/catalogue")
            assert refused.status_code == 503
            assert refused.json()["reason"] == "documents_not_configured"


@pytest.mark.parametrize("place", ["extra.toml", "a/b/extra.toml"])
def test_no_toml_file_of_the_folder_is_overlooked(
    file: Path, keys: Keys, place: str
) -> None:
    other = "paper_office.other"
    definitions = Definitions(file.parents[1])
    extra = file.parents[1] / place
    extra.parent.mkdir(parents=True, exist_ok=True)
    extra.write_text(toml(item(other)), encoding="utf-8")
    assert published(definitions, keys) == {CODE: 1, other: 1}
    assert published(Definitions(file.parents[1]), keys) == {CODE: 1, other: 1}
    write(extra, "code = ")
    with pytest.raises(ConfigError, match=r"extra\.toml:1"):
        Definitions(file.parents[1])
