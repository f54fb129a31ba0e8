"""Helpers that lay out the words and figures of departments' answers, bilingually."""

from datetime import date

from contract.model import Bilingual
from contract.queries import Fact


def month_text(month: date) -> str:
    """Return `2026-11`."""
    return f"{month:%Y-%m}"


def text(zh: str, en: str) -> Bilingual:
    """Return a text that is the same in both languages."""
    return Bilingual(zh_CN=zh, en=en)


def cell(value: str) -> Bilingual:
    """Return a cell that is written the same way in both languages."""
    return text(value, value)


def fact(label_zh: str, label_en: str, zh: str, en: str) -> Fact:
    """Return a label and its value."""
    return Fact(label=text(label_zh, label_en), value=text(zh, en))


def same(label_zh: str, label_en: str, value: str) -> Fact:
    """Return a label, and a value that is written the same way in both languages."""
    return Fact(label=text(label_zh, label_en), value=cell(value))


def emphasised(fact: Fact) -> Fact:
    """Return a fact that the screen emphasises."""
    return fact.model_copy(update={"emphasised": True})
