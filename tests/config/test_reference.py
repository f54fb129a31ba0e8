"""The files that explain the settings are made from what declares them."""

import itertools
import re
import tomllib
from enum import IntEnum
from pathlib import Path
from typing import Annotated, Literal

import pytest
from pydantic import BaseModel, Field

from central.cli import main
from central.settings import CentralSettings, every_section
from config import explain, reference
from config.layers import Section
from config.loader import HOME
from config.settings import load_section, load_settings

PAGE = HOME.parent / "docs" / "settings.md"
DEFAULT = HOME / "default.toml"


class Speed(IntEnum):
    SLOW = 1
    FAST = 2


class Bell(Section):
    """A bell.

    Attributes:
        url: Where it hangs.
    """

    backend: Literal["bell"]
    url: str = Field(examples=["/dev/bell"])


class Horn(Section):
    """A horn | whistle."""

    backend: Literal["horn"]


class Inner(Section):
    """What stands within.

    Attributes:
        path: A file of
            two lines.
    """

    path: Path = Path("/there")


class Hall(Section):
    """A hall, whose summary is so long that it takes a second line of the file there.

    Attributes:
        wait_s: How long.
        inner_text: With "quotes" and 中文.
        password: A secret.
        open: Whether.
        speed: How fast.
        name: Asked | told.
    """

    wait_s: Annotated[float, Field(gt=0, le=1.5)] = 1.0
    inner: Inner = Inner()
    inner_text: str = 'say "中文"'
    password: str | None = None
    open: bool = True
    speed: Speed = Speed.FAST
    name: Annotated[str, Field(min_length=1)]
    alarm: Annotated[Bell | Horn, Field(discriminator="backend")] | None = None


SECTIONS: dict[str, type[BaseModel]] = {"hall": Hall}

TOML = """\
# A hall, whose summary is so long that it takes a second line of the file there.
[hall]
# How long.
wait_s = 1
# With "quotes" and 中文.
inner_text = "say \\"中文\\""
# A secret.
#password = "…"
# Whether.
open = true
# How fast.
speed = 2
# Asked | told.
#name = "…"

# What stands within.
[hall.inner]
# A file of two lines.
path = "/there"

# A bell.
#[hall.alarm]
#backend = "bell"
# Where it hangs.
#url = "/dev/bell"

# A horn | whistle.
#[hall.alarm]
#backend = "horn"
"""

TABLES = """\
## `[hall]`

A hall, whose summary is so long that it takes a second line of the file there.

| key | default | allowed | what it is |
|---|---|---|---|
| `wait_s` | `1` | a number, greater than 0, at most 1.5 | How long. |
| `inner_text` | `"say \\"中文\\""` | a text | With "quotes" and 中文. |
| `password` | none | a text | A secret. |
| `open` | `true` | true or false | Whether. |
| `speed` | `2` | 1, 2 | How fast. |
| `name` | needed | a text, not empty | Asked \\| told. |

In the environment: `ONETRIP_HALL__<KEY>`.

## `[hall.inner]`

What stands within.

| key | default | allowed | what it is |
|---|---|---|---|
| `path` | `"/there"` | a path, as a text | A file of two lines. |

In the environment: `ONETRIP_HALL__INNER__<KEY>`.

## `[hall.alarm]`, `backend = "bell"`

A bell.

| key | default | allowed | what it is |
|---|---|---|---|
| `url` | needed | a text | Where it hangs. |

In the environment: `ONETRIP_HALL__ALARM__<KEY>`.

## `[hall.alarm]`, `backend = "horn"`

A horn | whistle.

In the environment: `ONETRIP_HALL__ALARM__<KEY>`.
"""


def test_the_default_file_is_made_from_the_declarations() -> None:
    made = reference.default_toml(every_section())
    assert made == DEFAULT.read_text(encoding="utf-8"), "run `make settings`"


def test_the_page_is_made_from_the_declarations() -> None:
    made = reference.page(every_section())
    assert made == PAGE.read_text(encoding="utf-8"), "run `make settings`"


@pytest.mark.parametrize(("form", "file"), [("toml", DEFAULT), ("page", PAGE)])
def test_the_command_prints_the_file_alone(
    form: str, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["settings", form]) == 0
    printed = capsys.readouterr()
    assert printed.out == file.read_text(encoding="utf-8")
    assert printed.err == ""


def test_the_default_file_says_what_holds_without_it() -> None:
    assert load_settings(DEFAULT) == load_settings(None).model_copy(
        update={
            "central_service": tomllib.loads(DEFAULT.read_text())["central_service"]
        }
    )
    with_it = load_section(DEFAULT, "central_service", CentralSettings)
    assert with_it == load_section(None, "central_service", CentralSettings)
    assert with_it == CentralSettings()


def test_each_key_stands_under_its_explanation_within_the_width() -> None:
    lines = DEFAULT.read_text(encoding="utf-8").splitlines()
    assert max(map(len, lines)) == 88
    for above, line in itertools.pairwise(lines):
        if re.match(r"#?[a-z_]+ = ", line, re.IGNORECASE):
            assert above.startswith("# ") or line.startswith("#backend"), line


def test_whatever_is_an_example_may_be_taken(tmp_path: Path) -> None:
    tables = DEFAULT.read_text(encoding="utf-8").split("\n\n")
    optional = [table for table in tables if re.search(r"(?m)^#\[", table)]
    assert len(optional) == 14
    for number, table in enumerate(optional):
        file = tmp_path / f"{number}.toml"
        file.write_text(re.sub(r"(?m)^#(?=\S)", "", table), encoding="utf-8")
        assert tomllib.loads(file.read_text(encoding="utf-8"))
        if "payments.sandbox" not in table:  # for demonstrations alone
            load_settings(file)
            load_section(file, "central_service", CentralSettings)


def test_a_file_shows_defaults_and_examples() -> None:
    head, _, rest = reference.default_toml(SECTIONS).partition("\n\n")
    assert "No program reads this file" in head
    assert all(line.startswith("#") for line in head.splitlines())
    assert rest == TOML


def test_a_page_has_a_table_for_each_table() -> None:
    head, mark, rest = reference.page(SECTIONS).partition("\n## ")
    assert head.startswith("# Settings\n")
    assert "`ONETRIP_CENTRAL__URL` is `url` in\n   `[central]`" in head
    assert mark[1:] + rest == TABLES


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (Annotated[int, Field(ge=1, le=5)], "a whole number, at least 1, at most 5"),
        (Annotated[int, Field(gt=1)], "a whole number, greater than 1"),
        (Annotated[int, Field(multiple_of=8)], "a whole number, a multiple of 8"),
        (Annotated[int, Field(ge=192)] | None, "a whole number, at least 192"),
        (Annotated[str, Field(min_length=1)], "a text, not empty"),
        (Annotated[str, Field(pattern="^a")], "a text, of the form `^a`"),
        (Annotated[str, Field(pattern="^a", description="an a")], "an a"),
        (Annotated[str, Field(description="an a")] | None, "an a"),
        (Literal["a", "b"], "a, b"),
        (Literal["a", "b"] | None, "a, b"),
        (bool, "true or false"),
        (Speed, "1, 2"),
    ],
)
def test_what_is_allowed_is_said_with_its_limits(kind: object, words: str) -> None:
    class Table(BaseModel):
        key: kind  # type: ignore[valid-type]

    assert reference.allowed(explain.fields(Table)["key"]) == words


def test_a_docstring_has_a_summary_and_attributes() -> None:
    assert reference.texts(Inner) == (
        "What stands within.",
        {"path": "A file of two lines."},
    )
    assert reference.texts(Horn) == ("A horn | whistle.", {})


def test_a_setting_without_a_text_is_found() -> None:
    class Silent(Section):
        """Says nothing of its key."""

        key: int = 1

    for made in (reference.default_toml, reference.page):
        with pytest.raises(KeyError, match="key"):
            made({"silent": Silent})
