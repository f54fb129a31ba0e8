"""The reader's column, against the real simulator."""

import serial
from support.panel import Control, Show, Start

LI_NA = "李娜 · resident"
ZHANG_WEI = "张伟 · resident, long-term card"
NO_CARD = "No card (lift it)"
FIND_CARD = bytes.fromhex("aaaaaa96690003200122")


def test_a_click_puts_a_card_down_and_another_lifts_it(
    show: Show, start: Start, control: Control
) -> None:
    reader = start("sam_reader")
    hands = show(sam_reader=reader.control)
    hands.press(LI_NA)
    hands.until(lambda: hands.button(LI_NA).isChecked())
    assert control(reader).do("state")["state"]["card"] == "li_na"
    hands.press(NO_CARD)
    hands.until(lambda: hands.button(NO_CARD).isChecked())
    assert control(reader).do("state")["state"]["card"] is None


def test_no_second_card_goes_on_the_reader(show: Show, start: Start) -> None:
    hands = show(sam_reader=start("sam_reader").control)
    hands.press(LI_NA)
    hands.until(lambda: hands.button(LI_NA).isChecked())
    assert not hands.button(ZHANG_WEI).isEnabled()
    assert hands.button(NO_CARD).isEnabled()


def test_what_somebody_else_does_to_the_device_is_seen(
    show: Show, start: Start, control: Control
) -> None:
    reader = start("sam_reader")
    hands = show(sam_reader=reader.control)
    hands.until(lambda: hands.is_there(ZHANG_WEI))
    control(reader).do("insert", card="zhang_wei")
    hands.until(lambda: hands.button(ZHANG_WEI).isChecked())
    assert any("• card" in line and "zhang_wei" in line for line in hands.log())


def test_a_question_and_its_answer_share_a_line_of_the_log(
    show: Show, start: Start
) -> None:
    reader = start("sam_reader")
    hands = show(sam_reader=reader.control)
    hands.until(lambda: hands.is_there(LI_NA))
    with serial.Serial(reader.url, 115200, timeout=20) as port:
        for _ in range(3):
            port.write(FIND_CARD)
            port.read(11)
    hands.until(lambda: any("×3" in line for line in hands.log()))
    (line,) = hands.log()
    assert "→ command  name=find" in line
    assert FIND_CARD.hex() in line
    assert "← answer  length=11" in line


def test_the_unplugged_reader_shows_so(show: Show, start: Start) -> None:
    reader = start("sam_reader")
    hands = show(sam_reader=reader.control)
    hands.press("Pulled out")
    hands.until(lambda: hands.button("Pulled out").isChecked())
    assert not hands.button("Plugged in").isChecked()
    assert "url=null" in hands.label("state")
