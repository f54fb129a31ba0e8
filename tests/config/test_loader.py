"""Files with mistakes in them, and what a technician is told."""

import re
from datetime import date
from enum import StrEnum
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Annotated, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict, Field, SecretStr, model_validator

from config.errors import ConfigError
from config.loader import (
    DEPTH_LIMIT,
    SIZE_LIMIT,
    load_text,
    load_toml,
    read_toml,
    service_files,
)
from contract.service_item import ServiceItem


class Colour(StrEnum):
    RED = "red"
    GREEN = "green"


class Table(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Door(Table):
    label: str
    cell: Annotated[int, Field(ge=1, le=24)]


class Serial(Table):
    backend: Literal["serial"]
    baud_rate: int


class Network(Table):
    backend: Literal["network"]
    address: str


class Cabinet(Table):
    name: Annotated[str, Field(pattern=r"^[a-z]+$", description="small letters")]
    colour: Colour = Colour.RED
    format: Literal["json", "console"] = "json"
    code: Annotated[str, Field(pattern=r"^\d{4}$")] = "0000"
    installed: date | None = None
    height: float = 1.0
    steps: tuple[Colour, ...] = ()
    token: SecretStr = SecretStr("")
    pair: SecretStr | None = None
    doors: tuple[Door, ...] = ()
    reader: Annotated[Serial | Network, Field(discriminator="backend")] | None = None

    @model_validator(mode="after")
    def _colours_agree(self) -> "Cabinet":
        if self.name == "red" and self.colour is not Colour.RED:
            raise ValueError("the red cabinet must be red")
        return self


def told(tmp_path: Path, text: str | bytes, model: type[BaseModel] = Cabinet) -> str:
    """What is said about a file with this content, without the folder's name."""
    path = tmp_path / "x.toml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    with pytest.raises(ConfigError) as raised:
        load_toml(path, model)
    assert raised.value.__cause__ is None, "a library's error would carry values along"
    assert raised.value.__context__ is None or raised.value.__suppress_context__
    return str(raised.value).replace(f"{tmp_path}/", "")


def test_a_good_file_becomes_the_model_with_its_types(tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    path.write_text(
        'name = "blue"\ninstalled = 2026-01-31\nheight = 2\nsteps = ["green"]\n'
        '[[doors]]\nlabel = "左"\ncell = 3\n[reader]\nbackend="serial"\nbaud_rate=9600'
    )
    cabinet = load_toml(path, Cabinet)
    assert cabinet.installed == date(2026, 1, 31)
    assert cabinet.height == 2.0
    assert cabinet.steps == (Colour.GREEN,)
    assert cabinet.doors == (Door(label="左", cell=3),)
    assert cabinet.reader == Serial(backend="serial", baud_rate=9600)


@pytest.mark.parametrize("path", service_files(), ids=lambda path: str(path.stem))
def test_the_service_items_that_we_bring_are_good(path: Path) -> None:
    item = load_toml(path, ServiceItem)
    assert item.code == f"{path.parent.name}.{path.stem}"


def test_service_items_are_found_whatever_the_current_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert "contribution_statement.toml" in [path.name for path in service_files()]


def test_service_items_are_found_wherever_they_stand_in_their_folder(
    tmp_path: Path,
) -> None:
    elsewhere = tmp_path / "elsewhere"
    folder = tmp_path / "services"
    for path in (
        *(folder / "top.toml", folder / "police" / "one.toml"),
        *(folder / "police" / "old" / "deep.toml", folder / ".git" / "hidden.toml"),
        *(folder / "police" / "notes.txt", elsewhere / "linked.toml"),
    ):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    (folder / "linked").symlink_to(elsewhere)
    names = [str(path.relative_to(folder)) for path in service_files(folder)]
    assert names == [
        *("linked/linked.toml", "police/old/deep.toml", "police/one.toml", "top.toml")
    ]
    assert service_files(tmp_path / "nowhere") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            'name = "a"\n\ncolor = "red"',
            'x.toml:3: color: unknown key; did you mean "colour"? allowed here: code, '
            "colour, doors, format, height, installed, name, pair, reader, steps, "
            "token",
        ),
        (
            'name = "a"\ncolour = "gren"',
            'x.toml:2: colour: found: "gren"; allowed: red, green; did you mean '
            '"green"?',
        ),
        (
            'name = "a"\nformat = "xml"',
            'x.toml:2: format: found: "xml"; allowed: json, console',
        ),
        ('colour = "red"', "x.toml: name: missing; needed: small letters"),
        ('name = "A1"', 'x.toml:1: name: found: "A1"; allowed: small letters'),
        (
            'name = "a"\ncode = "12"',
            r'x.toml:2: code: found: "12"; allowed: a text of the form ^\d{4}$',
        ),
        ("name = 7", "x.toml:1: name: found: 7; allowed: small letters"),
        (
            'name = "a"\nheight = "2"',
            'x.toml:2: height: found: "2"; allowed: a number',
        ),
        (
            'name = "a"\ninstalled = 1',
            "x.toml:2: installed: found: 1; allowed: a date, as 2026-01-31",
        ),
        (
            'name = "a"\nsteps = [\n  "red",\n  # and\n  "blue",\n]',
            'x.toml:5: steps #2: found: "blue"; allowed: red, green',
        ),
        ('name = "a"\nsteps = "red"', 'x.toml:2: steps: found: "red"; allowed: a list'),
        (
            'name = "a"\n[[doors]]\nlabel = "1"\ncell = 1\n[[doors]]\nlabel = "2"',
            "x.toml:5: doors #2.cell: missing; needed: a whole number",
        ),
        (
            'name = "a"\ndoors = [\n{label="1", cell=1},\n{label="2", cell=25}]',
            "x.toml:4: doors #2.cell: found: 25; allowed: at most 24",
        ),
        (
            'name = "a"\n[[doors]]\nlabel = "1"\ncell = true',
            "x.toml:4: doors #1.cell: found: true; allowed: a whole number",
        ),
        (
            'name = "a"\n[reader]\nbackend = "serial"\nbaud_rate = "fast"',
            'x.toml:4: reader.baud_rate: found: "fast"; allowed: a whole number',
        ),
        (
            'name = "a"\n[reader]\nbackend = "netwrk"\naddress = "fast"',
            'x.toml:3: reader.backend: found: "netwrk"; allowed: serial, network; did '
            'you mean "network"?',
        ),
        (
            'name = "a"\n[reader]\naddress = "fast"',
            "x.toml:2: reader.backend: missing",
        ),
        ('name = "red"\ncolour = "green"', "x.toml: the red cabinet must be red"),
    ],
)
def test_a_mistake_is_told_with_its_line_and_what_is_allowed(
    tmp_path: Path, text: str, expected: str
) -> None:
    assert told(tmp_path, text) == expected


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    lines = told(
        tmp_path, 'colour = "x"\nwidth = 3\n[reader]\nbackend = 1'
    ).splitlines()
    assert [line.split(": ")[1] for line in lines] == [
        "name",
        "colour",
        "reader.backend",
        "width",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("name = a", "x.toml:1: not TOML: Invalid value; a text stands in"),
        ('name = "a"\n\nname = "b"', "x.toml:3: not TOML: Cannot overwrite a value"),
        ('name = "a\ncolour = "red"', "x.toml:1: not TOML: Illegal character"),
        ('\nsteps = [\n"red",\n', "x.toml:3: not TOML: "),
        ("a = '\v", "x.toml:1: not TOML: "),
        ("", "x.toml: name: missing"),
        ('name = "a"\n"\\u001b[2J\\n" = 1', r"x.toml:2: \x1b[2J\n: unknown key"),
        (b'name = "a"\ncode = "\xff"', "x.toml:2: not UTF-8 text; save the file"),
        ('name = "a"'.encode("utf-16"), "x.toml:1: not UTF-8 text"),
        ("height = " + "1" * 5000, "x.toml: a number is too long"),
        ("steps = " + "[" * 100_000, "x.toml: lists or tables stand too deep"),
        ("steps = " + "[" * 100 + "]" * 100, "x.toml: lists or tables stand too deep"),
        (b"#" * 1_000_001, "x.toml: has 1000001 bytes; allowed: at most 1000000"),
    ],
)
def test_what_is_not_toml_is_told_where_it_can_be_told(
    tmp_path: Path, text: str | bytes, expected: str
) -> None:
    assert told(tmp_path, text).startswith(expected)


def test_a_file_may_be_as_long_and_as_deep_as_the_limits(tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    text = b'name = "a"\n'
    path.write_bytes(text + b"#" * (SIZE_LIMIT - len(text)))
    assert load_toml(path, Cabinet).name == "a"
    # The document is a table itself, the first of those that stand in each other.
    within = DEPTH_LIMIT - 1
    path.write_text("deep = " + "[" * within + "]" * within)
    assert read_toml(path).data["deep"]
    path.write_text("deep = " + "[" * DEPTH_LIMIT + "]" * DEPTH_LIMIT)
    with pytest.raises(ConfigError, match="too deep"):
        read_toml(path)


def test_a_text_that_came_otherwise_has_the_name_it_is_given() -> None:
    assert load_text('name = "a"', "item", Cabinet).name == "a"
    with pytest.raises(ConfigError, match=r"^item:1: name: found: 1; allowed"):
        load_text("name = 1", "item", Cabinet)


def test_a_missing_key_is_told_with_its_tables_line(tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    path.write_text("\n[a]\nb = 1")
    document = read_toml(path)
    assert document.where(("a", "b")) == f"{path}:3"
    assert document.where(("a", "c")) == f"{path}:2"
    assert document.where(("c",)) == str(path)


def test_an_editors_mark_in_front_does_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    path.write_bytes(b'\xef\xbb\xbfname = "a"\r\ncolour = "green"\r\n')
    assert load_toml(path, Cabinet).colour is Colour.GREEN


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"gone\.toml: there is no such file"):
        load_toml(tmp_path / "gone.toml", Cabinet)
    with pytest.raises(ConfigError, match="is a folder"):
        load_toml(tmp_path, Cabinet)
    with pytest.raises(ConfigError, match="cannot be read: File name too long"):
        load_toml(tmp_path / ("x" * 300), Cabinet)
    with pytest.raises(ConfigError, match="null: is not a file"):
        load_toml(Path("/dev/null"), Cabinet)
    (tmp_path / "loop.toml").symlink_to("loop.toml")
    with pytest.raises(ConfigError, match=r"loop\.toml: "):
        load_toml(tmp_path / "loop.toml", Cabinet)


@pytest.mark.parametrize(
    "text",
    [
        'name = "a"\ntoken = ["hunter2"]',
        'name = "a"\ntoken = 42424242\n',
        'name = "a"\npair = {a = "hunter2"}',
        'name = "a"\nadmin_pin = "hunter2"',
        'name = "a"\npair = 42424242',
        'name = "a"\nreader = "https://me:hunter2@example.org"',
        'name = "a"\ntoken = hunter2',
        'name = "a"\ntoken = "hunter2',
        'name = "a"\ntoken = "hunter2"\ntoken = "hunter2"',
    ],
)
def test_a_secret_is_never_repeated(tmp_path: Path, text: str) -> None:
    said = told(tmp_path, text)
    assert "hunter2" not in said
    assert "42424242" not in said


GOOD = service_files()[0].read_bytes()


@given(
    st.binary(max_size=60)
    | st.text(max_size=60).map(str.encode)
    | st.builds(
        lambda start, length, put: GOOD[:start] + put + GOOD[start + length :],
        st.integers(0, len(GOOD)),
        st.integers(0, 12),
        st.sampled_from(['"', "[", "]", "=", "\n", "1", "inf", "", "{", "x=1\n"]).map(
            str.encode
        )
        | st.binary(max_size=3),
    )
)
def test_whatever_the_bytes_they_are_an_item_or_a_clear_refusal(raw: bytes) -> None:
    with NamedTemporaryFile(suffix=".toml") as file:
        file.write(raw)
        file.flush()
        try:
            load_toml(Path(file.name), ServiceItem)
        except ConfigError as error:
            lines = str(error).splitlines()
            assert all(line.startswith(file.name) for line in lines), lines
            said = re.findall(r"\.toml:(\d+): ", str(error))
            assert all(1 <= int(line) <= raw.count(b"\n") + 1 for line in said)


def test_no_word_of_the_library_reaches_a_technician(tmp_path: Path) -> None:
    said = told(
        tmp_path,
        "name = 1\ncolour = 2\nformat = 3\ncode = 4\ninstalled = 5.5\nheight = []\n"
        "steps = {}\ntoken = 6\npair = 7\ndoors = [8]\nreader = 9\nmore = 10",
    )
    assert len(said.splitlines()) == 12
    jargon = r"(?i)input|pydantic|validat|instance|dict|str\b|int\b|extra|tuple|None"
    assert not re.search(jargon, said.replace("steps", ""))
