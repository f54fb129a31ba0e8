"""What the Chinese screens show is written as the glossary says, also put together."""

from typing import Any

from PySide6.QtWidgets import QWidget
from support.chinese import faults, is_chinese
from support.views import examples

from ui.words import together


def test_every_chinese_screen_is_written_as_the_glossary_says(kiosk: Any) -> None:
    wrong: dict[str, list[str]] = {}
    for view in examples("zh_CN").values():
        kiosk.window.show_view(view)
        spoken = [each.accessibleName() for each in kiosk.window.findChildren(QWidget)]
        for text in (*kiosk.robot.texts(), *spoken):
            if is_chinese(text) and (found := faults(text)):
                wrong[text] = found
    assert not wrong


def test_sentences_are_put_together_as_their_language_does_it() -> None:
    assert together("没有找到。", "请重试") == "没有找到。请重试"
    assert together("Not found.", "Try again.") == "Not found. Try again."
    assert together("Not found.") == "Not found."
