"""Every Chinese text of the tree is written as `docs/glossary.md` says."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from support.chinese import faults, forbidden, is_chinese
from support.processes import ROOT

ROOMS = ("kiosk", "central", "ui", "drivers", "offline_cache", "config", "view")

NO_TEXTS = {
    "central/api/examples.py": "JSON",
    "central/demo/people.py": "what stands on cards",
    "drivers/simulators/sam_cards.py": "what stands on cards",
    "drivers/simulators/social_security_card_people.py": "what stands on cards",
    "kiosk/demo/citizen.py": "a pattern",
    "kiosk/flow/keyboard.py": "keys",
    "kiosk/technician/sample_page.py": "characters that are easily confused",
    "ui/widgets/keyboard.py": "keys",
}
"""Modules whose Chinese is no sentence, and what it is."""


def of_python(path: Path) -> Iterator[str]:
    """String constants, without docstrings."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    docs = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in docs
        ):
            yield node.value


def of_toml(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from of_toml(each)
    elif isinstance(value, list):
        for each in value:
            yield from of_toml(each)


def of_markdown(path: Path) -> Iterator[str]:
    """Paragraphs, cells of tables, comments of commands; without code in a line."""
    text = re.sub(r"(?m)^```\w*$", "\n", path.read_text(encoding="utf-8"))
    text = re.sub(r"`[^`\n]+`", "X", re.sub(r"\]\([^)]*\)", "]", text))
    text = re.sub(r"(?m)^\.venv.*?# ", "", text)
    yield from re.split(r"\n\s*\n|\n(?=[-|#*])| \|(?=\s|$)", text)


def of_template(path: Path) -> Iterator[str]:
    """What stands between tags, and in Typst's brackets and quotation marks."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".html":
        text = re.sub(r"(?s)\{[%{#].*?[%}#]\}", "", text)
        yield from re.split(r"<[^>]*>", text)
        yield from re.findall(r'\b(?:alt|title|placeholder)="([^"]*)"', text)
    else:
        yield from re.findall(r'"([^"\n]*)"', text)
        yield from re.findall(r"\[([^]\"\[#\n]*)", text)


def sources() -> dict[str, list[str]]:
    """The Chinese texts of each file."""
    found: dict[str, Iterator[str]] = {}

    def add(path: Path, texts: Iterator[str]) -> None:
        found[path.relative_to(ROOT).as_posix()] = texts

    for room in ROOMS:
        for path in (ROOT / room).rglob("*.py"):
            add(path, of_python(path))
        for path in (ROOT / room).rglob("*.toml"):
            add(path, of_toml(tomllib.loads(path.read_text(encoding="utf-8"))))
        for path in (ROOT / room).rglob("*.ts"):
            each = ElementTree.parse(path).iter("translation")  # noqa: S314 - ours
            add(path, (text for one in each for text in one.itertext()))
        for kind in ("html", "typ"):
            for path in (ROOT / room).rglob(f"*.{kind}"):
                add(path, of_template(path))
    add(ROOT / "README.zh-CN.md", of_markdown(ROOT / "README.zh-CN.md"))
    chinese = {name: list(filter(is_chinese, texts)) for name, texts in found.items()}
    return {name: texts for name, texts in chinese.items() if texts}


SOURCES = sources()


def test_the_texts_are_found_where_they_stand() -> None:
    some = {
        "README.zh-CN.md": 50,
        "central/cli/words.py": 100,
        "central/console/verify.html": 10,
        "central/console/words.py": 100,
        "central/documents/templates/certificate.typ": 8,
        "central/payments/bills.py": 5,
        "config/services/one_stop/bill_payment.toml": 5,
        "drivers/simulators/payment_page.py": 3,
        "kiosk/receipts/words.py": 30,
        "kiosk/technician/remedies.py": 80,
        "ui/device_panel/locale/zh_CN.ts": 150,
        "ui/locale/zh_CN.ts": 300,
    }
    for name, least in some.items():
        assert len(SOURCES[name]) >= least, name
    assert set(SOURCES) >= set(NO_TEXTS)


@pytest.mark.parametrize("name", sorted(set(SOURCES) - set(NO_TEXTS)))
def test_chinese_is_written_as_the_glossary_says(name: str) -> None:
    wrong = {text: found for text in SOURCES[name] if (found := faults(text))}
    assert not wrong


@pytest.mark.parametrize("path", sorted(ROOT.joinpath("docs").glob("*.md")))
def test_documents_use_the_glossarys_words(path: Path) -> None:
    if path.name != "glossary.md":
        text = path.read_text(encoding="utf-8")
        assert not [word for word in forbidden() if word in text]


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("请将卡放在阅读器上", "阅读器: use 读卡器"),
        ("打印文档", "文档: use 文件"),
        ("请取走回执", "回执: use 凭条"),
        ("没有找到。 请重试", "a space beside a full-width mark"),
        ("请按 “取消”", "a space beside a full-width mark"),
        ("金额:", "a half-width mark beside Chinese"),
        ("金额（元)", "a half-width mark beside Chinese"),
        ("身份证读卡器 (id): 正常", "a half-width mark beside Chinese"),
        ("取证柜 (locker)", "a half-width mark beside Chinese"),
        ("您好,请放卡", "a half-width mark beside Chinese"),
        ('请按"取消"', "a straight quotation mark"),
        ("请稍候...", "three dots, or a full stop"),
        ("办好了.", "three dots, or a full stop"),
        ("最近3个月", "no space between Chinese and Latin"),
        ("选择PDF文件", "no space between Chinese and Latin"),
    ],
)
def test_each_rule_finds_what_is_wrong(text: str, rule: str) -> None:
    assert any(fault.startswith(rule) for fault in faults(text)), faults(text)


@pytest.mark.parametrize(
    "text",
    [
        "请按“取消”，并把身份证拿走。",
        "2026年11月22日前缴费，川D3E518",
        "每天 24 小时，共 3 份 PDF 文件（见 12345）",
        "请运行 python -m central keys init",
        "正在查询…",
        "说明\n下一行",
    ],
)
def test_what_is_right_passes(text: str) -> None:
    assert faults(text) == []
