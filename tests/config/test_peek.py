"""Where the cache lies is found as all the settings have it, or not at all."""

from pathlib import Path

import pytest

from config import peek
from config.settings import load_settings


@pytest.mark.parametrize(
    "text",
    [
        "",
        '[cache]\npath = "/var/x.db"\n',
        '[cache]\npath = "beside.db"\n',
        '[cache]\npath = "~/x.db"\n',
        "[cache]\nqueue_limit = 7\n",
        '\ufeff[cache]\npath = "/var/x.db"\n',
    ],
)
def test_a_file_says_where(tmp_path: Path, text: str) -> None:
    file = tmp_path / "settings.toml"
    file.write_text(text, "utf-8")
    assert peek.cache_path(file) == load_settings(file).cache.path


def test_the_environment_comes_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "settings.toml"
    file.write_text('[cache]\npath = "/var/x.db"\n')
    monkeypatch.chdir(tmp_path)
    for name in ("ONETRIP_CACHE__PATH", "onetrip_cache__path"):
        monkeypatch.setenv(name, "here.db")
        assert peek.cache_path(file) == load_settings(file).cache.path
        monkeypatch.delenv(name)
    assert peek.cache_path(None) == load_settings(None).cache.path


@pytest.mark.parametrize("text", ["[cache", "cache = 3", "[cache]\npath = 3\n"])
def test_what_is_wrong_is_for_others_to_say(tmp_path: Path, text: str) -> None:
    file = tmp_path / "settings.toml"
    file.write_text(text)
    assert peek.cache_path(file) is None
    assert peek.cache_path(tmp_path / "none.toml") is None
