"""The receipt printer's simulator by itself: bytes in, paper and answers out."""

import socket
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from support.processes import Simulator
from support.properties import patient

from drivers.simulators.control import BadRequestError, ControlClient
from drivers.simulators.escpos_parser import Command, Parser

BORDER_TOP = 24  # of the picture, above the paper's first dot row
TO_CUTTER = 96  # blank rows that every piece begins with
CUT = b"\x1dVB\x00"
RASTER = b"\x1dv0\x00\x48\x00"  # 576 dots wide; the height follows
IN_TURN = b"\x1dr\x01"


class Host:
    """A connection to a simulator, and its control."""

    def __init__(self, out: Path, *arguments: str) -> None:
        self._simulator = Simulator(
            "drivers.simulators.escpos_printer", "--out", str(out), *arguments
        )
        self.control = ControlClient(self._simulator.control)
        self.connect()

    def connect(self) -> None:
        host, port = self._simulator.url.removeprefix("tcp://").split(":")
        self.port = socket.create_connection((host, int(port)), 30)

    def ask(self, sent: bytes, length: int = 1) -> bytes:
        self.port.sendall(sent)
        received = b""
        while len(received) < length:
            received += self.port.recv(length - len(received))
        return received

    def status(self) -> bytes:
        return b"".join(self.ask(bytes((0x10, 4, n))) for n in (1, 2, 3, 4))

    def pieces(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.control.do("receipts")["receipts"]
        return found

    def state(self) -> dict[str, Any]:
        found: dict[str, Any] = self.control.do("state")["state"]
        return found

    def stop(self) -> None:
        self.port.close()
        self.control.close()
        self._simulator.stop()


@pytest.fixture
def host(tmp_path: Path) -> Iterator[Host]:
    started = Host(tmp_path)
    yield started
    started.stop()


def raster(data: bytes) -> bytes:
    return RASTER + (len(data) // 72).to_bytes(2, "little") + data


def ink(piece: dict[str, Any]) -> tuple[int, int, int, int] | None:
    """Where the printed dots of a picture begin and end, without the border."""
    with Image.open(piece["file"]) as picture:
        paper = picture.crop((48, BORDER_TOP, 48 + 576, BORDER_TOP + piece["rows"]))
        return paper.point(lambda value: 255 - value).getbbox()


def test_a_picture_is_printed_dot_for_dot(host: Host) -> None:
    row = b"\x80" + bytes(70) + b"\x01"
    assert host.ask(raster(row * 10) + CUT + IN_TURN) == b"\x00"
    (piece,) = host.pieces()
    assert piece["rows"] == 10 + TO_CUTTER
    assert ink(piece) == (0, TO_CUTTER, 576, TO_CUTTER + 10)


def test_questions_inside_a_picture_are_dots(host: Host) -> None:
    row = b"\x10\x04\x01\x1b@\x1dr\x01" + bytes(64)
    assert host.ask(raster(row * 8) + IN_TURN) == b"\x00", "one answer, for the last"
    assert host.ask(b"\x10\x04\x04") == b"\x12"


def test_text_is_set_in_chinese_and_latin(host: Host) -> None:
    text = "政务 ABC\n".encode("gb18030")
    assert host.ask(b"\x1b@\x1c&" + text + CUT + IN_TURN) == b"\x00"
    box = ink(host.pieces()[0])
    assert box is not None
    left, top, right, bottom = box
    assert (left < 4, top >= TO_CUTTER) == (True, True)
    assert 85 <= right <= 96, "two of 24 dots and four of 12"
    assert bottom - top <= 24


def test_sizes_alignment_and_feeds_are_obeyed(host: Host) -> None:
    wide = b"\x1b@\x1d!\x11\x1ba\x02" + "国\n".encode("gb18030")
    assert host.ask(wide + b"\x1bJ\x64\x1bd\x02" + CUT + IN_TURN) == b"\x00"
    (piece,) = host.pieces()
    assert piece["rows"] == TO_CUTTER + 48 + 100 + 2 * 30
    box = ink(piece)
    assert box is not None
    assert box[0] >= 576 - 48
    assert 40 <= box[2] - box[0] <= 48


def test_characters_of_four_bytes_are_question_marks_as_in_real_fonts(
    host: Host,
) -> None:
    for text in ("𬱖".encode("gb18030"), b"??"):
        host.ask(b"\x1b@" + text + b"\n" + CUT + IN_TURN)
    first, second = host.pieces()
    assert ink(first) is not None
    assert second["sha"]


def test_a_cut_without_feeding_leaves_the_last_12_mm_inside(host: Host) -> None:
    dots = raster(b"\xff" * 72 * 200)
    assert host.ask(dots + b"\x1dV\x00" + IN_TURN) == b"\x00"
    assert host.pieces()[0]["rows"] == 200
    assert host.state()["printed_on_it"]


@pytest.mark.parametrize(
    ("command", "fields", "status"),
    [
        ("paper", {"state": "near_end"}, "1212121E"),
        ("paper", {"state": "out"}, "1A32127E"),
        ("cover", {"open": True}, "1A161212"),
        ("jam", {}, "1A521612"),
        ("cutter", {}, "1A521A12"),
        ("head", {"hot": True}, "1A525212"),
    ],
)
def test_trouble_is_told_as_the_standard_says(
    host: Host, command: str, fields: dict[str, Any], status: str
) -> None:
    host.control.do(command, **fields)
    assert host.status() == bytes.fromhex(status)
    host.control.do("clear")
    host.control.do("head", hot=False)
    host.control.do("cover", open=False)
    host.control.do("refill")
    assert host.status() == b"\x12" * 4


@pytest.fixture
def model(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Host]:
    started = Host(tmp_path, "--model", request.param)
    yield started
    started.stop()


@pytest.mark.parametrize("model", ["snbc"], indirect=True)
def test_snbc_reports_an_open_cover_as_the_end_of_paper(model: Host) -> None:
    assert model.ask(b"\x1da\xff", 4) == bytes.fromhex("10000000")
    model.control.do("cover", open=True)
    assert model.ask(b"", 4) == bytes.fromhex("18000C00")
    assert model.status() == bytes.fromhex("1A321272")


@pytest.mark.parametrize("model", ["bt532c"], indirect=True)
def test_bt532c_says_with_bit_7_that_a_ticket_hangs_there(model: Host) -> None:
    model.ask(raster(b"\xff" * 72) + CUT + IN_TURN)
    assert model.status() == bytes.fromhex("92121212")
    model.control.do("take")
    assert model.status() == b"\x12" * 4


@pytest.mark.parametrize("model", ["custom"], indirect=True)
def test_custom_presents_and_retracts_and_tells_of_it(model: Host) -> None:
    full = b"\x10\x04\x14"
    assert model.ask(full, 6) == bytes.fromhex("100F00000000")
    model.ask(raster(b"\xff" * 72) + CUT + IN_TURN)
    assert model.ask(full, 6) == bytes.fromhex("100F00000000"), "it waits inside"
    model.ask(b"\x1de\x03\x0c" + IN_TURN)
    assert model.ask(full, 6) == bytes.fromhex("100F20000000")
    model.ask(b"\x1de\x02" + IN_TURN)
    assert model.ask(full, 6) == bytes.fromhex("100F00000000")
    assert model.state()["mouth"]["retracted"] == 1
    model.control.do("paper", state="out")
    model.control.do("head", hot=True)
    model.control.do("jam")
    model.control.do("cutter")
    model.control.do("cover", open=True)
    assert model.ask(full, 6) == bytes.fromhex("100F05024101")
    model.control.do("head", hot=False)
    assert model.ask(full, 6)[4] == 0x40


def test_a_blank_piece_is_no_receipt(host: Host) -> None:
    assert host.ask(CUT + IN_TURN) == b"\x00"
    assert host.pieces() == []


def test_paper_ends_at_its_row_and_printing_goes_on_with_the_next_roll(
    host: Host,
) -> None:
    host.control.do("paper", state="out", after_dots=7)
    host.port.sendall(raster(b"\xff" * 72 * 20) + CUT + IN_TURN)
    while host.state()["dots_left"]:
        pass
    assert host.status()[3] == 0x7E, "asked at once, though the rest still waits"
    host.control.do("refill")
    assert host.port.recv(1) == b"\x00"
    assert host.pieces()[0]["rows"] == TO_CUTTER + 13
    assert host.control.do("receipts")["torn"][0]["rows"] == TO_CUTTER + 7


def test_automatic_status_comes_when_something_changes(host: Host) -> None:
    assert host.ask(b"\x1da\xff", 4) == bytes.fromhex("10000000")
    host.control.do("cover", open=True)
    assert host.ask(b"", 4) == bytes.fromhex("38000000")
    host.control.do("cover", open=False)
    assert host.ask(b"", 4) == bytes.fromhex("10000000")


def test_what_waits_can_be_forgotten(host: Host) -> None:
    host.control.do("cover", open=True)
    host.port.sendall(raster(b"\xff" * 72 * 20) + CUT)
    clear = bytes.fromhex("10140801031401060208")
    assert host.ask(clear, 3) == b"\x37\x25\x00"
    host.control.do("cover", open=False)
    assert host.ask(IN_TURN) == b"\x00"
    assert not host.state()["printed_on_it"]


def test_power_off_forgets_what_waited_and_comes_back_at_the_same_port(
    host: Host,
) -> None:
    host.control.do("cover", open=True)
    host.port.sendall(raster(b"\xff" * 72))
    assert host.status()[1] == 0x16
    host.control.do("power", on=False)
    with pytest.raises(ConnectionRefusedError):
        host.connect()
    host.port.close()
    host.control.do("power", on=True)
    host.control.do("cover", open=False)
    host.connect()
    assert host.ask(IN_TURN) == b"\x00"
    assert not host.state()["printed_on_it"]


def test_half_a_command_does_not_outlive_its_connection(host: Host) -> None:
    host.port.sendall(raster(b"\xff" * 72)[:-1])
    host.port.close()
    host.connect()
    assert host.status() == b"\x12" * 4


def test_watchers_hear_what_happens(host: Host) -> None:
    next_event = host.control.events()
    host.port.sendall(b"\x1b@\x10\x04\x01" + raster(b"\xff" * 72) + CUT)
    heard: dict[str, list[dict[str, Any]]] = {}
    while "cut" not in heard:
        event = next_event()
        heard.setdefault(event["event"], []).append(event)
    assert [event["what"] for event in heard["received"]] == [
        "ESC @",
        "DLE EOT",
        "GS v",
        "GS V",
    ]
    assert heard["status_asked"][0]["n"] == 1
    assert Path(heard["cut"][0]["file"]).name == "receipt-1.png"


@pytest.mark.parametrize(
    ("command", "fields"),
    [("paper", {"state": "wet"}), ("fault", {"kind": "tired"}), ("cover", {})],
)
def test_what_it_cannot_do_is_refused(
    host: Host, command: str, fields: dict[str, Any]
) -> None:
    with pytest.raises(BadRequestError):
        host.control.do(command, **fields)


@pytest.mark.parametrize(
    ("kind", "answers"), [("in_turn_mute", ""), ("in_turn_twice", "0000")]
)
def test_the_question_in_turn_is_answered_amiss_and_the_other_well(
    host: Host, kind: str, answers: str
) -> None:
    host.control.do("fault", kind=kind)
    amiss = bytes.fromhex(answers)
    assert host.ask(IN_TURN + b"\x10\x04\x01", len(amiss) + 1).hex() in (
        answers + "12",
        "12" + answers,  # at once, before what waits
    )


def test_blank_cuts_are_counted(host: Host) -> None:
    assert host.state()["cuts"] == 0
    assert host.ask(CUT + CUT + IN_TURN) == b"\x00"
    assert (host.state()["cuts"], host.pieces()) == (2, [])


def commands(pieces: list[bytes]) -> tuple[list[Command], int]:
    """Commands of a stream, with neighbouring texts put together."""
    parser = Parser()
    found: list[Command] = []
    for command in (c for piece in pieces for c in parser.feed(piece)):
        if found and found[-1].name == command.name == "text":
            data = found.pop().data + command.data
            command = Command("text", data, len(data))
        found.append(command)
    return found, parser.waiting


DLE = [b"\x10\x04", b"\x10\x14\x08"]
ESC = [b"\x1b@", b"\x1bD", b"\x1b*", b"\x1bq"]
FS = [b"\x1c&", b"\x1cS", b"\x1cq"]
GS = [b"\x1dv0\x00\x01\x00", b"\x1dV", b"\x1d(k", b"\x1dk", b"\x1d*", b"\x1dq"]
introduced = st.sampled_from([*DLE, *ESC, *FS, *GS, "国".encode("gbk")])
stream = st.lists(introduced | st.binary(max_size=12), max_size=12).map(b"".join)


@patient
@given(stream, st.lists(st.integers(0, 150), max_size=5))
def test_any_bytes_in_any_pieces_are_the_same_commands(
    data: bytes, cuts: list[int]
) -> None:
    edges = [0, *sorted(min(cut, len(data)) for cut in cuts), len(data)]
    pieces = [data[a:b] for a, b in pairwise(edges)]
    whole, waiting = commands([data])
    assert commands(pieces) == (whole, waiting)
    assert sum(command.size for command in whole) + waiting == len(data)


def test_no_bytes_stop_the_printer(host: Host) -> None:
    noise = bytes(range(256)) * 4 + b"\x1dv0\x03\x01\x00\x02\x00\xaa\x55" + b"\x80\n"
    host.port.sendall(noise)
    host.port.close()
    host.connect()
    assert host.ask(b"\x1b@" + IN_TURN) == b"\x00"
