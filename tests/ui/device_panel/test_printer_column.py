"""The receipt printer's column and its paper, against the real simulator."""

import socket
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from support.panel import Control, Hands, Show, Start
from support.processes import Simulator

from ui.device_panel.paper import LargePaper, Paper

CUT = b"\x1dVA\x00"
RECEIPT = b"\x1b@" + b"Receipt 20261122-0001\n" * 20 + CUT
NEWEST = "Newest piece of paper (click to enlarge)"


def send(printer: Simulator, data: bytes) -> None:
    host, _, port = printer.url.removeprefix("tcp://").rpartition(":")
    with socket.create_connection((host, int(port)), timeout=20) as connection:
        connection.sendall(data)
        connection.sendall(b"\x10\x04\x01")
        connection.recv(1)  # it has received everything before


def visible_windows() -> list[QWidget]:
    return [w for w in QApplication.topLevelWidgets() if w.isVisible()]


def paper(hands: Hands) -> Paper:
    found = hands.window.findChild(Paper)
    assert isinstance(found, Paper)
    return found


def test_a_receipt_comes_out_and_a_click_enlarges_it(show: Show, start: Start) -> None:
    printer = start("escpos_printer")
    hands = show(escpos_printer=printer.control)
    hands.until(lambda: hands.label("state") != "")
    assert not paper(hands).isVisible()
    send(printer, RECEIPT)
    hands.until(paper(hands).isVisible)
    sheet = paper(hands).sheet
    assert sheet.height() > 20 * 24  # lines of text, of so many dots each
    QTest.mouseClick(paper(hands), Qt.MouseButton.LeftButton)
    (large,) = hands.window.findChildren(LargePaper)
    assert large.isVisible()
    (page,) = large.findChildren(QLabel)
    assert page.pixmap().size() == sheet.size()


def test_what_came_out_before_the_panel_opened_is_shown(
    show: Show, start: Start
) -> None:
    printer = start("escpos_printer")
    watch = show(escpos_printer=printer.control)
    send(printer, RECEIPT)
    watch.until(paper(watch).isVisible)
    late = show(escpos_printer=printer.control)
    late.until(paper(late).isVisible)
    assert paper(late).sheet.size() == paper(watch).sheet.size()


def test_a_picture_that_is_not_there_any_more_is_named_in_the_log(
    show: Show, start: Start, tmp_path: Path
) -> None:
    printer = start("escpos_printer", "--out", str(tmp_path))
    watch = show(escpos_printer=printer.control)
    send(printer, RECEIPT)
    watch.until(paper(watch).isVisible)
    (picture,) = tmp_path.glob("*.png")
    picture.unlink()
    late = show(escpos_printer=printer.control)
    late.until(lambda: any(f"cannot be shown: {picture}" in x for x in late.log()))
    assert not paper(late).isVisible()


def test_paper_ends_in_the_middle_and_staff_tear_it_out(
    show: Show, start: Start, control: Control
) -> None:
    printer = start("escpos_printer")
    hands = show(escpos_printer=printer.control)
    hands.press("Paper ends")
    hands.until(lambda: hands.button("Near its end").isChecked())
    send(printer, RECEIPT)
    watch = control(printer)
    hands.until(lambda: watch.do("state")["state"]["paper"] == "out")
    hands.press("New roll")
    hands.until(paper(hands).isVisible)  # the half that came out
    hands.until(lambda: hands.button("New roll").isChecked())
    assert any("• torn" in line for line in hands.log())


def test_the_large_paper_ends_with_the_panel(show: Show, start: Start) -> None:
    printer = start("escpos_printer")
    hands = show(escpos_printer=printer.control)
    send(printer, RECEIPT)
    hands.until(paper(hands).isVisible)
    QTest.mouseClick(paper(hands), Qt.MouseButton.LeftButton)
    hands.until(lambda: len(visible_windows()) == 2)
    hands.window.close()
    hands.until(lambda: visible_windows() == [])
