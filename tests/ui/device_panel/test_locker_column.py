"""The locker's column: each door as in the real simulator."""

import serial
from support.panel import Control, Hands, Show, Start

OPEN_LOCK_3 = bytes.fromhex("8a0103 1199")
MARKING = "Click doors to make them stick"


def how(hands: Hands, door: str) -> object:
    return hands.button(door).property("cell")


def test_a_click_opens_a_door_by_hand_and_another_shuts_it(
    show: Show, start: Start, control: Control
) -> None:
    board = start("lock_board")
    hands = show(lock_board=board.control)
    hands.press("7")
    hands.until(lambda: how(hands, "7") == "open")
    assert control(board).do("state")["state"]["doors"]["7"] == "open"
    hands.press("7")
    hands.until(lambda: how(hands, "7") == "closed")
    assert control(board).do("state")["state"]["doors"]["7"] == "closed"


def test_a_door_that_the_terminal_opens_is_seen_open(show: Show, start: Start) -> None:
    board = start("lock_board")
    hands = show(lock_board=board.control)
    hands.until(lambda: hands.is_there("24"))
    assert how(hands, "3") == "closed"
    with serial.Serial(board.url, timeout=20) as port:
        port.write(OPEN_LOCK_3)
        port.read(5)
        hands.until(lambda: how(hands, "3") == "open")


def test_a_door_is_made_to_stick_and_loosened_again(
    show: Show, start: Start, control: Control
) -> None:
    board = start("lock_board")
    hands = show(lock_board=board.control)
    hands.press(MARKING)
    for stuck in ([12], []):
        hands.press("12")
        hands.until(lambda: hands.button("12").property("marked") is bool(stuck))  # noqa: B023 - used at once
        assert control(board).do("state")["state"]["stuck"] == stuck
    assert how(hands, "12") == "closed"  # no click moved it


def test_the_cabinet_has_as_many_doors_as_its_board(show: Show, start: Start) -> None:
    hands = show(modbus_relay=start("modbus_relay", "--cells", "5").control)
    hands.until(lambda: hands.is_there("5"))
    assert not hands.is_there("6")


def test_a_long_list_does_not_fill_the_column(show: Show, start: Start) -> None:
    board = start("lock_board")
    hands = show(lock_board=board.control)
    hands.until(lambda: hands.label("state") != "")
    with serial.Serial(board.url, timeout=20) as port:
        for _ in range(60):
            port.write(OPEN_LOCK_3)
            port.read(5)
    hands.until(lambda: "…" in hands.label("state"))
    assert len(hands.label("state")) < 200
