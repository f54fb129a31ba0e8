"""Opens kiosk windows, and closes them."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QApplication
from support.kiosk_window import Kiosk


@pytest.fixture
def open_kiosk(qapp: QApplication) -> Iterator[Callable[[int, int], Kiosk]]:
    opened: list[Kiosk] = []

    def open_one(width: int = 1080, height: int = 1920) -> Kiosk:
        opened.append(Kiosk(width, height))
        return opened[-1]

    yield open_one
    for kiosk in opened:
        kiosk.window.close_for_good()
    qapp.processEvents()


@pytest.fixture
def kiosk(open_kiosk: Callable[[], Kiosk]) -> Kiosk:
    return open_kiosk()
