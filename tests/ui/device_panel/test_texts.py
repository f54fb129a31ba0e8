"""The panel in Chinese: complete, and as compiled."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PySide6.QtWidgets import QApplication
from support.panel import Show, Start
from support.processes import ROOT

from ui.device_panel import texts

TOOLS = Path(sys.executable).parent
SOURCES = sorted((ROOT / "ui/device_panel").glob("*.py"))
TRANSLATION = ROOT / "ui/device_panel/locale/zh_CN.ts"


def messages(file: Path) -> dict[str, ElementTree.Element]:
    tree = ElementTree.parse(file)  # noqa: S314 - our own file
    found = {}
    for message in tree.iter("message"):
        translation = message.find("translation")
        assert translation is not None
        found[message.findtext("source", "")] = translation
    return found


def test_every_text_has_its_chinese_and_no_text_is_left_over(tmp_path: Path) -> None:
    fresh = tmp_path / "fresh.ts"
    tool, sources = str(TOOLS / "pyside6-lupdate"), map(str, SOURCES)
    lupdate = [tool, "-silent", *sources, "-ts", str(fresh)]
    subprocess.run(lupdate, check=True, timeout=60)  # noqa: S603 - our own tool
    translated = messages(TRANSLATION)
    assert translated.keys() == messages(fresh).keys()
    for source, translation in translated.items():
        assert translation.get("type") != "unfinished", source
        assert translation.text, source
        assert translation.text.count("{}") == source.count("{}"), source


@pytest.fixture
def chinese(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qapp: QApplication
) -> Iterator[None]:
    compiled = tmp_path / "zh_CN.qm"
    tool = str(TOOLS / "pyside6-lrelease")
    lrelease = [tool, "-silent", str(TRANSLATION), "-qm", str(compiled)]
    subprocess.run(lrelease, check=True, timeout=60)  # noqa: S603 - our own tool
    monkeypatch.setattr(texts, "LOCALE", tmp_path)
    translator = texts.install(qapp, "zh_CN")
    assert translator is not None
    yield
    qapp.removeTranslator(translator)


def test_the_panel_speaks_chinese(chinese: None, show: Show, start: Start) -> None:
    hands = show(sam_reader=start("sam_reader").control)
    hands.press("李娜 · 居民身份证")
    hands.until(lambda: hands.button("李娜 · 居民身份证").isChecked())
    assert hands.label("lamp") == "● 已连接"


def test_a_translation_that_was_not_compiled_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qapp: QApplication
) -> None:
    monkeypatch.setattr(texts, "LOCALE", tmp_path)
    with pytest.raises(FileNotFoundError, match=r"zh_CN\.qm"):
        texts.install(qapp, "zh_CN")
