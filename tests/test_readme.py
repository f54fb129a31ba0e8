"""The READMEs say what is true: commands, folders, items and pictures are there."""

import re
from pathlib import Path

import pytest
from support.items_table import rows

from central.cli.parser import parser as central_parser
from kiosk.__main__ import parser

ROOT = Path(__file__).resolve().parents[1]
READMES = ["README.md", "README.zh-CN.md"]
DOCUMENTS = [
    *(ROOT / name for name in (*READMES, "CONTRIBUTING.md")),
    *sorted((ROOT / "docs").glob("*.md")),
]
ROOMS = {each.name for each in ROOT.iterdir() if each.is_dir()}


@pytest.fixture(params=READMES)
def readme(request: pytest.FixtureRequest) -> str:
    return (ROOT / str(request.param)).read_text(encoding="utf-8")


def test_every_make_target_exists(readme: str) -> None:
    targets = re.findall(r"(?m)^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"))
    named = set(re.findall(r"(?m)(?:^|`)make ([a-z-]+)", readme))
    assert {"demo", "test", "test-long", "bench"} <= named
    assert named <= set(targets)


def test_make_targets_named_elsewhere_exist_too() -> None:
    targets = re.findall(r"(?m)^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"))
    named: set[str] = set()
    for path in DOCUMENTS:
        named |= set(re.findall(r"`make ([a-z-]+)", path.read_text("utf-8")))
    assert named <= set(targets)
    assert {"mutants", "settings"} <= named


# Not settings.md: names of settings look like modules.
@pytest.mark.parametrize(
    "path",
    [each for each in DOCUMENTS if each.name != "settings.md"],
    ids=lambda path: path.name,
)
def test_every_file_and_module_that_is_named_is_there(path: Path) -> None:
    spans = re.findall(
        r"`([a-z_0-9]+(?:[./][A-Za-z_0-9-]+)+/?)`", path.read_text("utf-8")
    )
    for name in spans:
        if name.split("/")[0].split(".")[0] not in ROOMS or name.startswith("build/"):
            continue
        module = ROOT / name.replace(".", "/")
        there = (
            (ROOT / name).exists()
            or module.is_dir()
            or module.with_suffix(".py").is_file()
        )
        assert there, name


def test_every_central_command_is_understood(readme: str) -> None:
    lines = re.findall(r"python -m central ([^#`\n]+)", readme)
    assert len(lines) >= 8
    for line in lines:
        words = line.replace("DAY", "2026-11-26").split()
        central_parser().parse_args(words)


def test_every_command_is_understood(readme: str) -> None:
    commands = re.findall(r"python -m kiosk ([a-z_ ]+(?:-[a-z]+)*[a-z])", readme)
    assert len(commands) >= 4
    for command in commands:
        parser().parse_args(command.split())


def test_every_folder_is_there_and_named(readme: str) -> None:
    named = set(re.findall(r"(?m)^\| `([a-z_]+)/` \|", readme))
    there = {
        entry.name
        for entry in ROOT.iterdir()
        if entry.is_dir() and not entry.name.startswith(".")
    }
    assert named <= there
    assert there - named <= {"build", "demo-output", "var"}


def test_every_picture_and_link_is_there(readme: str) -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", readme):
        assert (ROOT / target).is_file(), target


@pytest.mark.parametrize("name", READMES)
def test_the_table_of_items_is_that_of_the_definitions(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    table = "\n".join(rows(name))
    assert table in text, f"it should be:\n{table}"


def test_both_languages_have_the_same_headings_and_pictures() -> None:
    english, chinese = (ROOT.joinpath(name).read_text("utf-8") for name in READMES)
    for pattern in (r"(?m)^(#+) ", r"\((docs/pictures/[^)]+)\)"):
        assert re.findall(pattern, english) == re.findall(pattern, chinese)


def test_every_guarantee_names_its_proofs_and_every_planted_bug() -> None:
    text = (ROOT / "docs" / "guarantees.md").read_text("utf-8")
    for proof in re.findall(r"tests/[a-z_/]+(?:\.py|/)", text):
        assert (ROOT / proof).exists(), proof
    lines = dict(re.findall(r"(?m)^\| (\d+) \|(.+)\|$", text))
    for control in (ROOT / "tests" / "faults" / "controls").iterdir():
        first = control.read_text("utf-8").partition("\n")[0]
        promise = re.match(r"# promise (\d+):", first)
        assert promise, first
        assert f"`{control.stem}`" in lines[promise[1]], control.stem
