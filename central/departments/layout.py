"""Words and figures as departments' answers lay them out, in both languages."""

from datetime import date

from contract.model import Bilingual
from contract.queries import Fact


def month_text(month: date) -> str:
    """`2026-11`."""
    return f"{month:%Y-%m}"


def text(zh: str, en: str) -> Bilingual:
    """The same in both languages."""
    return Bilingual(zh_CN=zh, en=en)


def cell(value: str) -> Bilingual:
    """What is written the same way in both languages."""
    return text(value, value)


def fact(label_zh: str, label_en: str, zh: str, en: str) -> Fact:
    """A label and its value."""
    return Fact(label=text(label_zh, label_en), value=text(zh, en))


def same(label_zh: str, label_en: str, value: str) -> Fact:
    """A label, and a value that is written the same way in both languages."""
    return Fact(label=text(label_zh, label_en), value=cell(value))


def emphasised(fact: Fact) -> Fact:
    """The fact that people look for."""
    return fact.model_copy(update={"emphasised": True})
