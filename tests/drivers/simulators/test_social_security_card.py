"""The simulated social-security card, byte by byte, and its control socket."""

import socket
from collections.abc import Iterator

import pytest
from support.processes import Simulator

from drivers.simulators.control import BadRequestError, ControlClient
from drivers.simulators.social_security_card_chip import Chip
from drivers.simulators.social_security_card_people import CARDS, Person

PERSON = Person(
    "specimen",
    "证件样本",
    "11010519491231002X",
    "2",
    "01",
    "19491231",
    "A12345678",
)
SELECT = "00A404000F7378312E73682EC9E7BBE1B1A3D5CF"


def talk(chip: Chip, *turns: tuple[str, str]) -> None:
    for command, answer in turns:
        assert chip.answer(bytes.fromhex(command)) == bytes.fromhex(answer), command


def test_a_card_by_tag() -> None:
    talk(
        Chip(PERSON, "3.00", "tag", "plain"),
        ("00B2082814", "6985"),
        (SELECT, "6F11840F7378312E73682EC9E7BBE1B1A3D5CF9000"),
        ("00B2032806", "0304332E3030 9000"),
        ("00B2053006", "6A83"),
        ("00B2083014", "0812313130313035313934393132333130303258 9000"),
        ("00B20A3003", "0A0132 9000"),
        ("00B20D3006", "0D0419491231 9000"),
        ("00B20B3003", "0B0101 9000"),
        ("00B2013414", "6A86"),
        ("00A4020002EF05", "6A86"),
        ("00B0000000", "6D00"),
        ("80B2083014", "6E00"),
        ("00B2", "6700"),
    )


def test_the_numbers_of_records_shift_between_versions() -> None:
    sex = "0A0132 9000"
    for version, number in (("1.00", "03"), ("2.00", "04")):
        chip = Chip(PERSON, version, "number", "plain")
        chip.answer(bytes.fromhex(SELECT))
        talk(chip, (f"00B2{number}3403", sex))


def test_a_card_by_selected_file() -> None:
    talk(
        Chip(PERSON, "2.00", "select", "length"),
        (SELECT, "6113"),
        ("00B2010400", "6986"),
        ("00A4020002EF06", "9000"),
        ("00B2040400", "6C03"),
        ("00B2040403", "0A0132 9000"),
        ("00A4020002EF07", "6A82"),
    )


def test_a_card_that_is_fetched_from() -> None:
    talk(
        Chip(PERSON, "2.00", "tag", "more"),
        (SELECT, "6113"),
        ("00B20A3003", "6103"),
        ("00C0000004", "6C03"),
        ("00C0000003", "0A0132 9000"),
        ("00C0000003", "6985"),
    )


def test_a_name_goes_on_where_its_first_place_is_full() -> None:
    records = dict(CARDS["long_name"].holder_file("3.00"))
    whole = CARDS["long_name"].name.encode("gb18030")
    assert len(whole) == 50
    assert records[0x09] + records[0x4E] == whole
    with pytest.raises(UnicodeDecodeError):
        records[0x09].decode("gb18030")


def test_people_are_not_told_by_their_repr() -> None:
    assert PERSON.number not in repr(PERSON)


class Vpcd:
    """The other end of the card's wire."""

    def __init__(self) -> None:
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._listening.settimeout(20)
        self.port = str(self._listening.getsockname()[1])
        self._card: socket.socket | None = None

    def accept(self) -> None:
        self.drop()
        self._card, _ = self._listening.accept()
        self._card.settimeout(20)

    def send(self, message: bytes) -> None:
        assert self._card is not None
        self._card.sendall(len(message).to_bytes(2, "big") + message)

    def receive(self) -> bytes:
        return self._exactly(int.from_bytes(self._exactly(2), "big"))

    def ask(self, message: str) -> str:
        self.send(bytes.fromhex(message))
        return self.receive().hex().upper()

    def ended(self) -> bool:
        assert self._card is not None
        return self._card.recv(1) == b""

    def drop(self) -> None:
        if self._card is not None:
            self._card.close()
            self._card = None

    def close(self) -> None:
        self.drop()
        self._listening.close()

    def _exactly(self, size: int) -> bytes:
        assert self._card is not None
        raw = b""
        while len(raw) < size:
            chunk = self._card.recv(size - len(raw))
            assert chunk, "the card hung up"
            raw += chunk
        return raw


@pytest.fixture
def vpcd() -> Iterator[Vpcd]:
    end = Vpcd()
    yield end
    end.close()


@pytest.fixture
def control(vpcd: Vpcd) -> Iterator[ControlClient]:
    simulator = Simulator(
        "drivers.simulators.social_security_card", "--port", vpcd.port
    )
    client = ControlClient(simulator.control)
    yield client
    client.close()
    simulator.stop()


def test_a_card_answers_and_hangs_up_when_lifted(
    vpcd: Vpcd, control: ControlClient
) -> None:
    control.do("insert", card="li_na")
    vpcd.accept()
    assert vpcd.ask("04") == "3B680000" + b"ONETRIP1".hex().upper()
    vpcd.send(b"\x01")
    assert vpcd.ask(SELECT).endswith("9000")
    assert vpcd.ask("00B2033006") == "6A83"
    vpcd.send(b"\x02")
    assert vpcd.ask("00B2032806") == "6985", "a reset forgets what was selected"
    assert control.do("state")["state"]["apdus"] == 3
    assert control.do("state")["state"]["powered"]
    control.do("eject")
    assert vpcd.ended()
    assert control.do("state")["state"]["card"] is None


def test_a_card_comes_back_to_a_service_that_was_started_anew(
    vpcd: Vpcd, control: ControlClient
) -> None:
    control.do("insert", card="li_na")
    for _ in range(2):
        vpcd.accept()
        assert vpcd.ask(SELECT).endswith("9000")


def test_faults_hit_the_answers_that_they_are_for(
    vpcd: Vpcd, control: ControlClient
) -> None:
    control.do("insert", card="li_na", way="number")
    vpcd.accept()
    control.do("fault", kind="wrong_sw", apdu=2, sw="6581")
    whole = vpcd.ask(SELECT)
    assert vpcd.ask(SELECT) == "6581"
    assert vpcd.ask(SELECT) == whole
    control.do("fault", kind="garbage", times=1)
    garbage = vpcd.ask(SELECT)
    assert len(garbage) == len(whole)
    assert garbage != whole
    assert vpcd.ask(SELECT) == whole
    control.do("fault", kind="pull_at", apdu=6)
    vpcd.send(bytes.fromhex(SELECT))
    assert vpcd.ended()


@pytest.mark.parametrize(
    "request_",
    [
        {"command": "insert", "card": "nobody"},
        {"command": "insert", "card": "li_na", "version": "9.00"},
        {"command": "insert", "card": "li_na", "way": "magic"},
        {"command": "insert", "card": "li_na", "replies": "loud"},
        {"command": "fault", "kind": "magic"},
        {"command": "fault", "kind": "wrong_sw", "sw": "90"},
    ],
    ids=lambda request_: " ".join(request_.values()),
)
def test_what_makes_no_sense_is_refused(
    control: ControlClient, request_: dict[str, str]
) -> None:
    with pytest.raises(BadRequestError):
        control.do(**request_)


def test_a_second_card_is_refused_while_one_is_in(
    control: ControlClient,
) -> None:
    control.do("insert", card="li_na")
    with pytest.raises(BadRequestError, match="lift"):
        control.do("insert", card="zhang_wei")


def test_all_cards_are_listed(control: ControlClient) -> None:
    listed = {card["name"] for card in control.do("cards")["cards"]}
    assert {"li_na", "chen_rare", "zhang_wei", "long_name"} <= listed
