"""Published definitions are kept as they came, and news is told apart."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from support.cache import open_cache

from offline_cache.catalogue import Catalogue, Definition
from offline_cache.database import MAX_ROWS, Cache

ONE = Definition("a.one", 1, 'code = "a.one"', b"s" * 64)
TWO = Definition("b.two", 3, "名称", b"t" * 64)


def test_what_was_put_is_there_over_restarts(cache: Cache, tmp_path: Path) -> None:
    assert Catalogue(cache).definitions() == []
    assert Catalogue(cache).put([TWO, ONE])
    with open_cache(tmp_path) as again:
        assert Catalogue(again).definitions() == [ONE, TWO]


def test_only_what_is_other_than_before_is_news(cache: Cache) -> None:
    catalogue = Catalogue(cache)
    catalogue.put([ONE, TWO])
    assert not catalogue.put([ONE])
    newer = replace(ONE, version=2)
    assert catalogue.put([newer, TWO])
    assert catalogue.definitions() == [newer, TWO]


def test_what_is_published_no_more_is_forgotten(cache: Cache) -> None:
    catalogue = Catalogue(cache)
    catalogue.put([ONE, TWO])
    assert catalogue.keep([TWO.code, "c.three"])
    assert catalogue.definitions() == [TWO]
    assert not catalogue.keep([TWO.code])


def test_a_long_catalogue_takes_several_commits(
    cache: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows, written, longest = Cache.rows, 0, 0

    def counting(self: Cache, sql: str, *values: object) -> Any:
        nonlocal written, longest
        written = 0 if sql.startswith("BEGIN") else written
        written += sql.startswith(("INSERT", "DELETE"))
        longest = max(longest, written)
        return rows(self, sql, *values)

    monkeypatch.setattr(Cache, "rows", counting)
    many = [replace(ONE, code=f"a.n{n:03}") for n in range(2 * MAX_ROWS + 1)]
    Catalogue(cache).put(many)
    assert Catalogue(cache).definitions() == many
    Catalogue(cache).keep([])
    assert Catalogue(cache).definitions() == []
    assert 1 < longest <= MAX_ROWS
