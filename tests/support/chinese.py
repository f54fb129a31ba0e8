"""How Chinese is written in this house: `docs/glossary.md`, as a check."""

import re
from functools import cache

from support.processes import ROOT

GLOSSARY = ROOT / "docs" / "glossary.md"

HAN = r"[\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U000323af]"
MARK = r"[，。、：；？！（）《》【】“”]"

_RULES = {
    "a space beside a full-width mark": rf"{MARK}[ \t]+(?=\S)|\S[ \t]+{MARK}",
    "a half-width mark beside Chinese": rf"{HAN}[,:;!?()]|{HAN} \(|[,:;!?()] ?{HAN}",
    "a straight quotation mark": rf"""{HAN}["']|["']{HAN}""",
    "three dots, or a full stop": rf"{HAN}\.(?![\w/])",
    "no space between Chinese and Latin": rf"{HAN}[A-Za-z0-9]|[A-Za-z0-9]{HAN}",
}

_DATE = r"(?:\d+|yyyy)年(?:(?:\d+|M)月(?:(?:\d+|d)日)?)?|\d+月\d+日"
_SERIES = r" ?· ?[A-Z0-9]{1,6}|(?=[A-Z]*\d)[A-Z0-9]{5,6}"
_PLATE = rf"{HAN}[A-Z](?:{_SERIES})(?![A-Za-z0-9])"


@cache
def forbidden() -> dict[str, str]:
    """The words of the glossary's last column, each with the term to use instead."""
    rows = re.findall(
        r"(?m)^\| ([^|]+) \|[^|]+\|[^|]*\| ([^|]+) \|$",
        GLOSSARY.read_text(encoding="utf-8"),
    )
    return {
        word: term
        for term, words in rows
        if re.search(HAN, words)
        for word in words.split(", ")
    }


def is_chinese(text: str) -> bool:
    """Whether a text holds a Chinese character."""
    return re.search(HAN, text) is not None


def faults(text: str) -> list[str]:
    """What is wrong with a Chinese text: how it is set, and its words."""
    found = [
        f"{word}: use {term}" for word, term in forbidden().items() if word in text
    ]
    plain = re.sub(f"{_DATE}|{_PLATE}", "日", text)
    for rule, pattern in _RULES.items():
        if wrong := re.search(pattern, plain):
            around = plain[max(0, wrong.start() - 8) : wrong.end() + 8]
            found.append(f"{rule}: …{around}…")
    return found
