"""What is said of each kind of mistake, word for word."""

from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Literal

import pytest
from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError

from config import explain
from config.locate import KeyPath


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


class Inner(BaseModel):
    model_config = ConfigDict(extra="forbid")
    cell: Annotated[int, Field(lt=9)] = 1
    alias: int = Field(default=1, alias="as")


class Outer(BaseModel):
    above: Annotated[int, Field(gt=2)] = 3
    least: Annotated[int, Field(ge=2)] = 3
    below: Annotated[int, Field(lt=2)] = 1
    most: Annotated[int, Field(le=2)] = 1
    eighths: Annotated[int, Field(multiple_of=8)] = 8
    short: Annotated[str, Field(min_length=2)] = "ab"
    long: Annotated[str, Field(max_length=2)] = "ab"
    shape: Annotated[str, Field(pattern="^a$")] = "a"
    few: Annotated[tuple[int, ...], Field(min_length=1)] = (1,)
    many: Annotated[tuple[int, ...], Field(max_length=1)] = (1,)
    said: Annotated[int, Field(le=2, description="one or two")] = 1
    either: int | list[str] = 1
    table: Inner = Inner()
    tables: tuple[Inner, ...] = ()
    named: dict[str, int] = Field(default_factory=dict)
    word: Colour | Literal["none"] = "none"
    day: date | None = None
    path: Path = Path()
    flag: bool = False
    secret: int = 1
    hidden: SecretStr | None = None
    text: str = ""


def said(**data: Any) -> str:
    """The only problem of this data, with its key."""
    with pytest.raises(ValidationError) as raised:
        Outer.model_validate(data)
    found = explain.problems(raised.value, Outer, data, lambda _: "x")
    [line] = [str(problem) for problem in found]
    return line.removeprefix("x: ")


@pytest.mark.parametrize(
    ("key", "value", "expected"),
    [
        ("above", 2, "found: 2; allowed: greater than 2"),
        ("least", 1, "found: 1; allowed: at least 2"),
        ("below", 2, "found: 2; allowed: less than 2"),
        ("most", 3, "found: 3; allowed: at most 2"),
        ("eighths", 9, "found: 9; allowed: a multiple of 8"),
        ("short", "a", 'found: "a"; allowed: at least 2 characters'),
        ("long", "abc", 'found: "abc"; allowed: at most 2 characters'),
        ("shape", "b", 'found: "b"; allowed: a text of the form ^a$'),
        ("few", [], "found: a list; allowed: at least 1 entries"),
        ("many", [1, 2], "found: a list; allowed: at most 1 entries"),
        ("said", 3, "found: 3; allowed: one or two"),
        ("said", "x", 'found: "x"; allowed: one or two'),
        ("table", 5, "found: 5; allowed: a table"),
        ("tables", {}, "found: a table; allowed: a list"),
        ("named", [], "found: a list; allowed: a table"),
        ("day", "soon", 'found: "soon"; allowed: a date, as 2026-01-31'),
        ("path", 5, "found: 5; allowed: a path, as a text"),
        ("flag", "perhaps", 'found: "perhaps"; allowed: true or false'),
        ("secret", "x", "found: (not shown); allowed: a whole number"),
        ("hidden", 5, "found: (not shown); allowed: a text"),
        ("text", True, "found: true; allowed: a text"),
        ("text", False, "found: false; allowed: a text"),
        ("above", "x" * 60, f'found: "{"x" * 60}"; allowed: a whole number'),
        ("above", "x" * 61, f'found: "{"x" * 60}…"; allowed: a whole number'),
        ("above", "//u:p@h", 'found: "//(not shown)@h"; allowed: a whole number'),
    ],
)
def test_a_mistake_is_told_with_what_is_allowed(
    key: str, value: object, expected: str
) -> None:
    assert said(**{key: value}) == f"{key}: {expected}"


def test_a_mistake_deep_within_is_told_with_its_path() -> None:
    assert said(tables=[{}, {"cell": 9}]).startswith("tables #2.cell: found: 9; all")
    assert said(table={"cel": 1}) == (
        'table.cel: unknown key; did you mean "cell"? allowed here: as, cell'
    )
    assert said(table={"zzzzz": 1}) == (
        "table.zzzzz: unknown key; allowed here: as, cell"
    )
    assert said(named={"a": "b"}) == ('named.a: found: "b"; allowed: a whole number')


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ((), ""),
        (("a",), "a"),
        (("a", "b"), "a.b"),
        (("a", 0, "b"), "a #1.b"),
        ((0,), "#1"),
        (("a", 1, 2), "a #2 #3"),
    ],
)
def test_entries_of_a_list_count_from_one(path: KeyPath, text: str) -> None:
    assert explain.dotted(path) == text


@pytest.mark.parametrize(
    "key",
    ["token", "api_key", "keys", "PIN", "password", "passphrase", "credentials"],
)
def test_what_a_secret_is_called(key: str) -> None:
    assert explain.SECRET.search(key)


@pytest.mark.parametrize("key", ["monkey", "keyboard", "key_file", "pinned", "url"])
def test_what_a_secret_is_not_called(key: str) -> None:
    assert not explain.SECRET.search(key)


def test_a_word_near_by_is_meant_whatever_its_case() -> None:
    assert explain.suggestion("URI", ["url", "key"]) == '; did you mean "url"?'
    assert explain.suggestion("uri", ["URL"]) == '; did you mean "URL"?'
    assert explain.suggestion("xyz", ["url", "key"]) == ""
    assert explain.suggestion(9601, ["9600", "115200"]) == '; did you mean "9600"?'


def test_what_is_wanted_is_said_in_words() -> None:
    fields = Outer.model_fields
    assert explain.wanted(fields["either"]) == "a whole number or a list"
    assert explain.wanted(fields["word"]) == "red, blue, none"
    assert explain.wanted(fields["said"]) == "one or two"
    assert explain.wanted(fields["tables"]) == "a list"
    assert explain.wanted(int | float) == "a whole number or a number"
    assert explain.wanted(str | bytes) == "a text"
    assert explain.wanted(None) == "nothing"


def test_the_keys_of_a_table_are_those_of_its_model() -> None:
    assert set(explain.fields(Inner)) == {"cell", "as"}
    assert set(explain.fields(Outer.model_fields["table"])) == {"cell", "as"}
    assert set(explain.fields(Inner | None)) == {"cell", "as"}
    assert explain.fields(int) == {}
    assert explain.fields(None) == {}


def test_a_whole_tables_mistake_does_not_repeat_the_table() -> None:
    class Pair(BaseModel):
        one: int

        def model_post_init(self, _: object) -> None:
            raise ValueError("one alone is no pair")

    with pytest.raises(ValidationError) as raised:
        Pair.model_validate({"one": 1})
    found = explain.problems(raised.value, Pair, {"one": 1}, str)
    assert [str(problem) for problem in found] == ["(): one alone is no pair"]
