"""What every QR display promises, shown on the real thing: what a citizen sees."""

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from support.processes import Simulator

from drivers.base import QrDisplay, ShownCode, State
from drivers.errors import DeviceGoneError, DriverError, Reason
from drivers.qr_display.cd5220 import Cd5220Display
from drivers.qr_display.screen import ScreenDisplay, SecondScreen
from drivers.simulators.control import ControlClient
from ui.qr_screen import QrScreen

CODE = ShownCode("weixin://wxpay/bizpayurl?pr=Demo7F3A9B", "Pension", 123450)
OTHER = ShownCode("https://qr.example/bax0742", "Fee", 500)

PATIENCE = 30.0


class Seen:
    """A display, and eyes in front of it.

    Attributes:
        display: The driver.
        look: What a citizen sees now, as words; a QR code as what it holds.
    """

    def __init__(self, display: QrDisplay, look: Callable[[], object]) -> None:
        self.display = display
        self._look = look

    def shows(self, expected: object) -> None:
        """Wait until this is what is seen, and nothing else."""
        deadline = time.monotonic() + PATIENCE
        while (seen := self._look()) != expected:
            assert time.monotonic() < deadline, seen


def read_codes(image: QImage) -> list[str]:
    """The QR codes in a picture."""
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    size = (grey.width(), grey.height())
    data, stride = bytes(grey.constBits()), grey.bytesPerLine()
    picture = Image.frombuffer("L", size, data, "raw", "L", stride, 1)
    return [code.text for code in zxingcpp.read_barcodes(picture)]


@contextmanager
def _on_a_screen(display: type[ScreenDisplay], _folder: Path) -> Iterator[Seen]:
    window = QrScreen(0)
    window.resize(1024, 600)
    driver = display(window)

    def look() -> object:
        QApplication.processEvents()
        return read_codes(window.grab().toImage())

    yield Seen(driver, look)
    driver.close()
    window.deleteLater()
    QApplication.processEvents()


@contextmanager
def _cd5220(folder: Path) -> Iterator[Seen]:
    link = str(folder / "display")
    simulator = Simulator("drivers.simulators.customer_display", "--link", link)
    control = ControlClient(simulator.control)
    driver = Cd5220Display(simulator.url)

    def look() -> object:
        state = control.do("state")["state"]
        assert state["unknown"] == 0, "every byte meant something"
        return state["lines"]

    yield Seen(driver, look)
    driver.close()
    control.close()
    simulator.stop()


Start = Callable[[Path], AbstractContextManager[Seen]]

BACKENDS: dict[str, Start] = {
    "screen": lambda folder: _on_a_screen(ScreenDisplay, folder),
    "second_screen": lambda folder: _on_a_screen(SecondScreen, folder),
    "cd5220": _cd5220,
}

NOTHING = {"cd5220": [" " * 20, " " * 20]}
SEEN: dict[str, dict[str, object]] = {
    "cd5220": {
        CODE.data: ["Pension             ", "        CNY 1,234.50"],
        OTHER.data: ["Fee                 ", "            CNY 5.00"],
    }
}


@pytest.fixture(params=sorted(BACKENDS))
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def seen(name: str, tmp_path: Path, qapp: QApplication) -> Iterator[Seen]:
    with BACKENDS[name](tmp_path) as started:
        started.display.open()
        yield started


def what(name: str, code: ShownCode | None) -> object:
    """What a citizen must see of a code."""
    if code is None:
        return NOTHING.get(name, [])
    return SEEN.get(name, {}).get(code.data, [code.data])


def test_a_display_that_is_there_is_ready(seen: Seen) -> None:
    status = seen.display.status()
    assert status.state is State.READY
    # A display of two lines answers nothing, and nobody can tell what it shows.
    answers = not isinstance(seen.display, Cd5220Display)
    assert status.reason is (Reason.OK if answers else Reason.PORT_ONLY)


def test_it_shows_nothing_at_first(seen: Seen, name: str) -> None:
    seen.shows(what(name, None))


def test_what_is_shown_is_seen_until_it_is_cleared(seen: Seen, name: str) -> None:
    seen.display.show(CODE)
    seen.shows(what(name, CODE))
    seen.display.clear()
    seen.shows(what(name, None))


def test_another_code_takes_the_place_of_the_first(seen: Seen, name: str) -> None:
    seen.display.show(CODE)
    seen.shows(what(name, CODE))
    seen.display.show(OTHER)
    seen.shows(what(name, OTHER))


def test_opening_it_again_shows_nothing_of_the_last_citizen(
    seen: Seen, name: str
) -> None:
    seen.display.show(CODE)
    seen.shows(what(name, CODE))
    seen.display.open()
    seen.shows(what(name, None))


def test_closing_it_twice_leaves_nothing_of_a_citizen(seen: Seen, name: str) -> None:
    seen.display.show(CODE)
    seen.shows(what(name, CODE))
    seen.display.close()
    seen.display.close()
    seen.shows(what(name, None))


def test_an_unplugged_display_is_gone_and_shows_again_once_plugged_in(
    tmp_path: Path,
) -> None:
    link = str(tmp_path / "display")
    simulator = Simulator("drivers.simulators.customer_display", "--link", link)
    control = ControlClient(simulator.control)
    display = Cd5220Display(simulator.url)
    display.open()
    control.do("unplug")
    for asked in (display.status, display.clear, lambda: display.show(CODE)):
        with pytest.raises(DeviceGoneError) as caught:
            asked()
        assert caught.value.reason is Reason.NOT_CONNECTED
    display.close()
    with pytest.raises(DeviceGoneError):
        display.open()
    control.do("plug")
    display.open()
    next_event = ControlClient(simulator.control)
    shown = next_event.events()
    display.show(OTHER)
    while shown()["lines"] != what("cd5220", OTHER):
        pass
    next_event.close()
    display.close()
    control.close()
    simulator.stop()


def test_one_citizens_caption_never_stands_above_anothers_amount(
    tmp_path: Path,
) -> None:
    link = str(tmp_path / "display")
    simulator = Simulator("drivers.simulators.customer_display", "--link", link)
    control = ControlClient(simulator.control)
    next_event = control.events()
    display = Cd5220Display(simulator.url)
    display.open()
    display.show(CODE)
    display.show(OTHER)
    lines: list[list[str]] = []
    while not lines or lines[-1] != what("cd5220", OTHER):
        lines.append(next_event()["lines"])
    mixed = [upper for upper, lower in lines if "Fee" in upper and "1,234" in lower]
    assert what("cd5220", CODE) in lines
    assert mixed == []
    display.close()
    control.close()
    simulator.stop()


@pytest.mark.parametrize("display", [ScreenDisplay, SecondScreen])
def test_without_anything_to_draw_on_it_is_not_configured(
    display: type[ScreenDisplay],
) -> None:
    for asked in (display().open, display().status, display().clear):
        with pytest.raises(DriverError) as caught:
            asked()
        assert caught.value.reason is Reason.NOT_CONFIGURED
    display().close()


def test_a_screen_that_is_not_there_is_gone(qapp: QApplication) -> None:
    window = QrScreen(7)
    display = SecondScreen(window, screen=7)
    assert not window.isVisible()
    for asked in (display.open, display.status, lambda: display.show(CODE)):
        with pytest.raises(DeviceGoneError, match="screen 7") as caught:
            asked()
        assert caught.value.reason is Reason.NOT_CONNECTED
    display.close()
    window.deleteLater()
    qapp.processEvents()
