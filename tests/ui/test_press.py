"""A deleted button leaves nothing behind: screens are replaced all day."""

import gc
import sys
from collections.abc import Callable

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QWidget

from ui.theme.look import Look
from ui.widgets.button import Button
from ui.widgets.cabinet_drawing import Cabinet, Scene

MANY = 300


@pytest.mark.parametrize(
    "make",
    [lambda: Button(Look(1.0), "main"), lambda: Cabinet(Look(1.0), Scene.PUT_CARD)],
    ids=["button", "moving drawing"],
)
def test_what_is_gone_has_left_nothing(
    qapp: QApplication,
    make: Callable[[], QWidget],
) -> None:
    def come_and_go() -> int:
        for _ in range(MANY):
            make().deleteLater()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        gc.collect()
        return sys.getallocatedblocks()

    come_and_go()  # what is made once and kept
    before = come_and_go()
    assert come_and_go() - before < MANY / 2
