"""The simulated reader behaves at its wire as a SAM security module does."""

import os
import select
import subprocess
import sys
import time
import tty
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.card_readers import PREAMBLE, frame, payload, reply
from support.processes import ROOT, Simulator

from drivers.simulators.control import BadRequestError, ControlClient

STATUS, SAM_ID, RESET = b"\x11\xff", b"\x12\xff", b"\x10\xff"
FIND, SELECT, READ = b"\x20\x01", b"\x20\x02", b"\x30\x01"
READ_ALL, READ_APPENDED = b"\x30\x10", b"\x30\x03"
FOUND, SELECTED = reply(0x9F, bytes(4)), reply(0x90, bytes(8))

DEADLINE = 20.0
"""Seconds until a test gives up; generous, since nothing is measured with it."""


class Terminal:
    """The terminal's end of the line, without any of the driver's code."""

    def __init__(self, url: str) -> None:
        self._end = os.open(url, os.O_RDWR | os.O_NOCTTY)
        tty.setraw(self._end)

    def send(self, data: bytes) -> None:
        os.write(self._end, data)

    def receive(self, size: int) -> bytes:
        received = b""
        while len(received) < size:
            ready, _, _ = select.select([self._end], [], [], DEADLINE)
            assert ready, f"{len(received)} of {size} bytes came"
            received += os.read(self._end, size - len(received))
        return received

    def ask(self, body: bytes) -> bytes:
        self.send(frame(body))
        return self.answer()

    def answer(self) -> bytes:
        head = self.receive(7)
        return head + self.receive(int.from_bytes(head[5:], "big"))

    def close(self) -> None:
        os.close(self._end)


@pytest.fixture
def simulator(tmp_path: Path) -> Iterator[Simulator]:
    link = str(tmp_path / "reader")
    running = Simulator("drivers.simulators.sam_reader", "--link", link)
    yield running
    running.stop()


@pytest.fixture
def control(simulator: Simulator) -> Iterator[ControlClient]:
    client = ControlClient(simulator.control)
    yield client
    client.close()


@pytest.fixture
def terminal(simulator: Simulator) -> Iterator[Terminal]:
    end = Terminal(simulator.url)
    yield end
    end.close()


def test_it_answers_what_needs_no_card(terminal: Terminal) -> None:
    assert terminal.ask(RESET) == reply(0x90)
    assert terminal.ask(STATUS) == reply(0x90)
    assert terminal.ask(b"\x61\xff\x50") == reply(0x90)
    assert len(terminal.ask(SAM_ID)) == len(reply(0x90, bytes(16)))
    assert terminal.ask(FIND) == reply(0x80)


def test_a_card_is_found_selected_read_and_then_not_found_until_lifted(
    terminal: Terminal, control: ControlClient
) -> None:
    for _ in range(2):
        control.do("insert", card="li_na")
        assert terminal.ask(FIND) == FOUND
        assert terminal.ask(SELECT) == SELECTED
        said = terminal.ask(READ)
        assert len(said) == 1295
        assert "李娜".encode("utf-16-le") in said
        assert terminal.ask(FIND) == reply(0x80)
        control.do("lift")
        assert terminal.ask(FIND) == reply(0x80)


def test_steps_out_of_order_fail(terminal: Terminal, control: ControlClient) -> None:
    control.do("insert", card="li_na")
    assert terminal.ask(SELECT) == reply(0x81)
    assert terminal.ask(FIND) == FOUND
    assert terminal.ask(READ) == reply(0x41)
    assert terminal.ask(FIND) == reply(0x80)


def test_the_appended_address_tells_whether_a_read_card_lies_there(
    terminal: Terminal, control: ControlClient
) -> None:
    assert terminal.ask(READ_APPENDED) == reply(0x41)
    for card, status, size in (
        ("li_na", 0x91, 0),
        ("chen_rare", 0x90, 70),
        ("zhang_wei", 0x90, 280),
    ):
        control.do("insert", card=card)
        assert terminal.ask(READ_APPENDED) == reply(0x41)
        for step in (FIND, SELECT, READ):
            terminal.ask(step)
        said = terminal.ask(READ_APPENDED)
        assert (said[9], len(said) - len(reply(0))) == (status, size)
        control.do("lift")


def test_reading_with_fingerprints_says_that_there_are_none(
    terminal: Terminal, control: ControlClient
) -> None:
    control.do("insert", card="li_na")
    terminal.ask(FIND)
    terminal.ask(SELECT)
    assert len(terminal.ask(READ_ALL)) == 1297


def test_what_is_no_request_is_refused_or_passed_over(terminal: Terminal) -> None:
    wrong_check = bytearray(frame(STATUS))
    wrong_check[-1] ^= 1
    terminal.send(bytes(wrong_check))
    assert terminal.answer() == reply(0x10)
    assert terminal.ask(b"\x77\x01") == reply(0x21)
    for noise in (b"\x00\xaa\xaa", PREAMBLE + b"\xff\xff", b"\x55" * 3000):
        terminal.send(noise + frame(STATUS))
        assert terminal.answer() == reply(0x90)


def test_half_a_request_is_forgotten(terminal: Terminal) -> None:
    terminal.send(frame(STATUS)[:6])
    time.sleep(1.0)  # the module's own patience; more of it cannot fail the test
    assert terminal.ask(STATUS) == reply(0x90)


def test_bytes_do_not_come_faster_than_the_baud_rate(tmp_path: Path) -> None:
    arguments = ("--baud", "9600", "--link", str(tmp_path / "slow"))
    slow = Simulator("drivers.simulators.sam_reader", *arguments)
    client = ControlClient(slow.control)
    client.do("insert", card="li_na")
    terminal = Terminal(slow.url)
    terminal.ask(FIND)
    terminal.ask(SELECT)
    begun = time.monotonic()
    said = terminal.ask(READ)
    took = time.monotonic() - begun
    terminal.close()
    client.close()
    slow.stop()
    # A lower bound alone: how much longer it takes is the machine's affair.
    assert took >= (len(frame(READ)) + len(said)) * 10 / 9600 - 0.001


def test_unplugged_the_port_vanishes_and_the_link_leads_to_the_new_one(
    simulator: Simulator, control: ControlClient
) -> None:
    terminal = Terminal(simulator.url)
    control.do("insert", card="li_na")
    for step in (FIND, SELECT, READ):
        terminal.ask(step)
    control.do("unplug")
    with pytest.raises(OSError, match="Input/output error"):
        terminal.send(frame(STATUS))
    assert not os.path.lexists(simulator.url)
    assert control.do("state")["state"]["plugged"] is False
    terminal.close()

    assert control.do("plug")["url"] == simulator.url
    terminal = Terminal(simulator.url)
    assert terminal.ask(FIND) == FOUND  # without power it forgot that it read the card
    terminal.close()


def test_the_link_goes_with_the_process(tmp_path: Path) -> None:
    link = tmp_path / "reader"
    simulator = Simulator("drivers.simulators.sam_reader", "--link", str(link))
    assert link.is_symlink()
    simulator.stop()
    assert not link.is_symlink()


def test_without_a_link_the_port_itself_is_announced() -> None:
    simulator = Simulator("drivers.simulators.sam_reader")
    terminal = Terminal(simulator.url)
    assert terminal.ask(STATUS) == reply(0x90)
    terminal.close()
    simulator.stop()


def test_a_file_in_the_links_place_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "precious").write_text("kept")
    ended = subprocess.run(
        [sys.executable, "-m", "drivers.simulators.sam_reader", "--link", "precious"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode != 0
    assert not ended.stdout
    assert (tmp_path / "precious").read_text() == "kept"


def test_every_card_is_listed_with_a_label_and_can_be_read(
    terminal: Terminal, control: ControlClient
) -> None:
    cards = control.do("cards")["cards"]
    assert len(cards) >= 6
    for card in cards:
        assert card["label"]
        control.do("insert", card=card["name"])
        terminal.ask(FIND)
        terminal.ask(SELECT)
        assert len(terminal.ask(READ)) == len(reply(0x90, payload(bytes(256))))
        control.do("lift")


def test_what_cannot_be_done_is_refused_with_a_reason(control: ControlClient) -> None:
    for refused in (
        {"command": "insert", "card": "nobody"},
        {"command": "fault", "kind": "nothing"},
        {"command": "fault", "kind": "silent", "on": "nothing"},
    ):
        with pytest.raises(BadRequestError, match=r"nobody|nothing"):
            control.do(**refused)
    control.do("insert", card="li_na")
    with pytest.raises(BadRequestError, match="lift it first"):
        control.do("insert", card="zhang_wei")


def test_a_fault_hits_as_often_and_where_it_was_told(
    terminal: Terminal, control: ControlClient
) -> None:
    control.do("fault", kind="sam_fault", times=2, on="status")
    assert terminal.ask(FIND) == reply(0x80)
    assert terminal.ask(STATUS) == reply(0x60)
    assert terminal.ask(STATUS) == reply(0x60)
    assert terminal.ask(STATUS) == reply(0x90)
    assert control.do("state")["state"]["fault"] == "none"


def test_subscribers_hear_what_happens(
    simulator: Simulator, terminal: Terminal, control: ControlClient
) -> None:
    listener = ControlClient(simulator.control)
    next_event = listener.events()
    control.do("insert", card="li_na")
    assert next_event() == {"event": "card", "name": "li_na"}
    terminal.ask(FIND)
    request = frame(FIND).hex()
    assert next_event() == {"event": "command", "name": "find", "request": request}
    assert next_event() == {"event": "answer", "length": len(FOUND)}
    control.do("lift")
    assert next_event() == {"event": "card", "name": None}
    listener.close()
