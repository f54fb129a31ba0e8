"""Display, scanner, document printer and card service against the real simulators."""

import tempfile
from pathlib import Path

import serial
from support.document_printers import pdf
from support.panel import Hands, Show, Start

from drivers.document_printer.ipp import IppPrinter
from ui.device_panel.documents import Documents
from ui.device_panel.glass import GlassView
from ui.device_panel.readers import CODES


def glass(hands: Hands) -> str:
    found = hands.window.findChild(GlassView)
    assert isinstance(found, GlassView)
    return found.text()


def newest(hands: Hands) -> str:
    found = hands.window.findChild(Documents)
    assert isinstance(found, Documents)
    return found.newest.text()


def test_the_display_is_seen_as_it_is_and_dark_without_its_cable(
    show: Show, start: Start
) -> None:
    display = start("customer_display")
    hands = show(customer_display=display.control)
    with serial.Serial(display.url) as port:
        port.write(b"\x1b@\x1bQAYour code 2187\r\x1bQBPlease look up\r")
        hands.until(lambda: "Please look up" in glass(hands))
    assert [line.rstrip() for line in glass(hands).splitlines()] == [
        "Your code 2187",
        "Please look up",
    ]
    hands.press("Pulled out")
    hands.until(lambda: glass(hands).strip() == "")


def test_the_code_that_is_clicked_comes_out_of_the_scanner(
    show: Show, start: Start
) -> None:
    scanner = start("code_scanner")
    hands = show(code_scanner=scanner.control)
    hands.until(lambda: hands.label("state") != "")
    with serial.Serial(scanner.url, timeout=20) as port:
        for label, text in CODES.items():
            hands.press(label)
            hands.until(lambda: port.in_waiting > 0)
            assert port.read_until(b"\r").decode() == f"{text}\r"


def test_no_code_is_read_without_the_cable(show: Show, start: Start) -> None:
    hands = show(code_scanner=start("code_scanner").control)
    hands.press("Pulled out")
    hands.until(lambda: not hands.button("My payment code").isEnabled())


def test_the_newest_document_is_named_also_to_who_comes_late(
    show: Show, start: Start
) -> None:
    printer = start("ipp_printer")
    hands = show(ipp_printer=printer.control)
    hands.until(lambda: hands.label("state") != "")
    driver = IppPrinter(printer.url)
    driver.print(pdf(3), "certificate")
    driver.close()
    hands.until(lambda: newest(hands) == "printed-1.pdf: 3 pages (click to open)")
    late = show(ipp_printer=printer.control)
    late.until(lambda: newest(late) == newest(hands))


def test_a_card_is_powered_by_the_service_until_that_is_killed(
    show: Show, start: Start
) -> None:
    with tempfile.TemporaryDirectory(prefix="panel-") as folder:
        service = start("pcsc_daemon", "--socket", str(Path(folder) / "s"))
        port = service.url.rpartition(":")[2]
        card = start("social_security_card", "--port", port)
        hands = show(social_security_card=card.control, pcsc_daemon=service.control)
        hands.press("陈𬱖 · rare character")
        hands.until(lambda: any("→ power  on=true" in line for line in hands.log()))
        hands.press("Killed")
        hands.until(lambda: hands.button("Killed").isChecked())
        assert not hands.button("Make it hang").isEnabled()
        hands.press("Runs")
        hands.until(lambda: hands.button("Runs").isChecked())


def test_what_no_button_shows_stands_in_the_line(show: Show, start: Start) -> None:
    display = start("customer_display")
    hands = show(customer_display=display.control)
    hands.until(lambda: "unknown=0" in hands.label("state"))
    assert f"url={display.url}" in hands.label("state")
    assert "lines" not in hands.label("state")
    assert "plugged" not in hands.label("state")
