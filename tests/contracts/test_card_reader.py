"""What every reader of cards promises, shown on the real thing at a simulated wire."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from support.card_readers import BACKENDS, SamSerialBackend

from drivers.base import CardReading, CardType, State
from drivers.errors import (
    CardError,
    DeviceGoneError,
    DeviceSilentError,
    DriverError,
    ProtocolError,
    Reason,
)

Start = Callable[..., SamSerialBackend]

CARDS = {
    "li_na": CardReading(
        CardType.RESIDENT,
        "510411199003074526",
        name="李娜",
        sex="female",
        nation="01",
        birth_date=date(1990, 3, 7),
        address="四川省攀枝花市仁和区演示街1号2栋3单元4号",
        issuer="攀枝花市公安局仁和分局",
        valid_from=date(2019, 6, 12),
        valid_to=date(2039, 6, 12),
    ),
    "chen_rare": CardReading(
        CardType.RESIDENT,
        "510411198511223175",
        name="陈𬱖",
        sex="male",
        nation="03",
        birth_date=date(1985, 11, 22),
        address="四川省攀枝花市东区㛃水演示路66号",
        issuer="攀枝花市公安局仁和分局",
        valid_from=date(2021, 4, 5),
        valid_to=date(2041, 4, 5),
    ),
    "zhang_wei": CardReading(
        CardType.RESIDENT,
        "330382195806151095",
        name="张伟",
        sex="male",
        nation="01",
        birth_date=date(1958, 6, 15),
        address="四川省攀枝花市仁和区演示巷3号",
        issuer="乐清市公安局",
        valid_from=date(2008, 7, 1),
        long_term=True,
    ),
    "ho_ka_yan": CardReading(
        CardType.HK_MACAU_TAIWAN,
        "810000199408234524",
        name="何䶮欣",
        sex="female",
        birth_date=date(1994, 8, 23),
        address="四川省成都市锦江区演示大道8号",
        issuer="成都市公安局",
        valid_from=date(2026, 1, 10),
        valid_to=date(2031, 1, 10),
        pass_number="H00000001",
        issue_count="01",
    ),
    "ho_private_use": CardReading(
        CardType.HK_MACAU_TAIWAN,
        "810000199408234524",
        name="何䶮欣",
        sex="female",
        birth_date=date(1994, 8, 23),
        address="四川省成都市锦江区演示大道8号",
        issuer="成都市公安局",
        valid_from=date(2026, 1, 10),
        valid_to=date(2031, 1, 10),
        pass_number="H00000001",
        issue_count="01",
    ),
    "worn": CardReading(
        CardType.RESIDENT,
        "510411199003074526",
        name="李娜",
    ),
    "tremblay": CardReading(
        CardType.FOREIGNER_2017,
        "CAN510485110329",
        name="苏菲",
        english_name="TREMBLAY, SOPHIE",
        sex="female",
        birth_date=date(1985, 11, 3),
        valid_from=date(2020, 5, 18),
        valid_to=date(2030, 5, 17),
        nationality="CAN",
    ),
    "dubois": CardReading(
        CardType.FOREIGNER_2023,
        "951250198704162125",
        name="杜让",
        english_name="DUBOIS DE LA FONTAINE, JEAN-BAPTISTE MARIE",
        sex="male",
        birth_date=date(1987, 4, 16),
        valid_from=date(2024, 1, 5),
        valid_to=date(2034, 1, 4),
        issue_count="00",
        nationality="FRA",
    ),
}
"""What must come out, written down apart from the simulator's cards."""

PRINTED = "四川省攀枝花市仁和区㛃水村示例组5号"
"""On chen_rare's card; another address was appended to it later."""

FIELDS = [name for name in CardReading.__dataclass_fields__ if name != "photo"]


@pytest.fixture(params=sorted(BACKENDS))
def start(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Start]:
    started: list[SamSerialBackend] = []

    def start(**settings: int) -> SamSerialBackend:
        backend = BACKENDS[request.param](str(tmp_path / "reader"), **settings)
        started.append(backend)
        backend.reader.open()
        return backend

    yield start
    for backend in started:
        backend.stop()


@pytest.fixture
def backend(start: Start) -> SamSerialBackend:
    return start()


def said(reading: CardReading | None) -> dict[str, object]:
    assert reading is not None
    return {name: getattr(reading, name) for name in FIELDS}


def test_a_healthy_reader_is_ready(backend: SamSerialBackend) -> None:
    status = backend.reader.status()
    assert (status.state, status.reason) == (State.READY, Reason.OK)


def test_without_a_card_nothing_is_read_and_none_is_present(
    backend: SamSerialBackend,
) -> None:
    assert backend.reader.read_card() is None
    assert not backend.reader.card_present()


def test_every_type_of_card_is_read_whole(backend: SamSerialBackend) -> None:
    for name in backend.card_names:
        backend.do("insert", card=name)
        reading = backend.reader.read_card()
        assert said(reading) == said(CARDS[name])
        assert reading is not None
        assert reading.photo is not None
        backend.do("lift")


def test_a_card_that_lies_there_unread_is_present(backend: SamSerialBackend) -> None:
    backend.do("insert", card="li_na")
    assert backend.reader.card_present()
    assert backend.reader.read_card() is not None


def test_a_card_is_read_once_and_present_until_it_is_lifted(
    backend: SamSerialBackend,
) -> None:
    backend.do("insert", card="li_na")
    assert backend.reader.read_card() is not None
    for _ in range(3):
        assert backend.reader.read_card() is None
        assert backend.reader.card_present()
    backend.do("lift")
    assert not backend.reader.card_present()
    assert backend.reader.read_card() is None


def test_the_same_card_put_back_is_read_again(backend: SamSerialBackend) -> None:
    for _ in range(2):
        backend.do("insert", card="li_na")
        assert said(backend.reader.read_card()) == said(CARDS["li_na"])
        backend.do("lift")


def test_a_card_lifted_while_it_is_read_must_be_put_back(
    backend: SamSerialBackend,
) -> None:
    backend.do("insert", card="li_na")
    backend.do("fault", kind="lift_mid_read", times=1)
    with pytest.raises(CardError) as caught:
        backend.reader.read_card()
    assert caught.value.reason in (Reason.CARD_LIFTED, Reason.CARD_UNREADABLE)
    assert not backend.reader.card_present()
    backend.do("insert", card="li_na")
    assert said(backend.reader.read_card()) == said(CARDS["li_na"])


def test_a_card_lifted_while_its_appended_address_is_asked_was_read(
    backend: SamSerialBackend,
) -> None:
    backend.do("insert", card="chen_rare")
    backend.do("fault", kind="lift_mid_read", times=1, on="read_appended_address")
    reading = backend.reader.read_card()
    assert said(reading) == said(replace(CARDS["chen_rare"], address=PRINTED))
    assert not backend.reader.card_present()
    assert backend.reader.read_card() is None
    backend.do("insert", card="chen_rare")
    assert said(backend.reader.read_card()) == said(CARDS["chen_rare"])


@pytest.mark.parametrize(
    "kind", ["silent", "checksum", "truncate", "garbage", "sam_fault"]
)
def test_an_appended_address_that_does_not_come_leaves_the_printed_one(
    backend: SamSerialBackend, kind: str
) -> None:
    backend.do("insert", card="chen_rare")
    backend.do("fault", kind=kind, times=1, on="read_appended_address")
    reading = backend.reader.read_card()
    assert said(reading) == said(replace(CARDS["chen_rare"], address=PRINTED))
    assert backend.reader.card_present()
    assert backend.reader.read_card() is None


def test_a_reader_unplugged_after_the_reading_still_gives_it(
    backend: SamSerialBackend,
) -> None:
    backend.do("insert", card="chen_rare")
    asked = "read_appended_address"
    backend.do("fault", kind="silent", on=asked)
    unplugging = backend.when_asked(asked, lambda: backend.do("unplug"))
    reading = backend.reader.read_card()
    unplugging.join()
    assert said(reading) == said(replace(CARDS["chen_rare"], address=PRINTED))
    with pytest.raises(DeviceGoneError):
        backend.reader.card_present()


def test_a_forged_card_is_called_not_authentic(backend: SamSerialBackend) -> None:
    backend.do("insert", card="li_na")
    backend.do("fault", kind="unauthentic")
    with pytest.raises(CardError) as caught:
        backend.reader.read_card()
    assert caught.value.reason is Reason.CARD_NOT_AUTHENTIC


def test_a_damaged_card_is_unreadable_until_it_is_lifted(
    backend: SamSerialBackend,
) -> None:
    backend.do("insert", card="damaged")
    for _ in range(2):
        with pytest.raises(CardError) as caught:
            backend.reader.read_card()
        assert caught.value.reason is Reason.CARD_UNREADABLE
        assert backend.reader.card_present()
    backend.do("lift")
    assert backend.reader.read_card() is None


@pytest.mark.parametrize("kind", ["checksum", "truncate", "garbage"])
def test_a_reply_damaged_once_before_the_card_was_read_does_no_harm(
    backend: SamSerialBackend, kind: str
) -> None:
    backend.do("insert", card="chen_rare")
    backend.do("fault", kind=kind, times=1)
    assert said(backend.reader.read_card()) == said(CARDS["chen_rare"])


@pytest.mark.parametrize("kind", ["checksum", "truncate"])
def test_a_card_whose_reading_was_damaged_on_the_wire_must_be_lifted(
    backend: SamSerialBackend, kind: str
) -> None:
    backend.do("insert", card="li_na")
    backend.do("fault", kind=kind, times=1, on="read")
    for _ in range(2):
        with pytest.raises(CardError) as caught:
            backend.reader.read_card()
        assert caught.value.reason is Reason.CARD_UNREADABLE
    backend.do("lift")
    assert backend.reader.read_card() is None
    backend.do("insert", card="li_na")
    assert said(backend.reader.read_card()) == said(CARDS["li_na"])


def test_a_wire_that_always_damages_is_the_readers_fault(
    backend: SamSerialBackend,
) -> None:
    backend.do("insert", card="li_na")
    backend.do("fault", kind="checksum")
    for asked in (
        backend.reader.read_card,
        backend.reader.card_present,
        backend.reader.status,
    ):
        with pytest.raises(ProtocolError) as caught:
            asked()
        assert caught.value.reason is Reason.BAD_ANSWER


@pytest.mark.parametrize("kind", ["noise", "slow"])
def test_noise_and_slowness_are_borne(backend: SamSerialBackend, kind: str) -> None:
    backend.do("insert", card="li_na")
    backend.do("fault", kind=kind)
    assert said(backend.reader.read_card()) == said(CARDS["li_na"])
    assert backend.reader.card_present()


def test_silence_is_told_and_over_once_the_reader_speaks_again(
    backend: SamSerialBackend,
) -> None:
    backend.do("insert", card="li_na")
    backend.do("fault", kind="silent")
    with pytest.raises(DeviceSilentError) as caught:
        backend.reader.read_card()
    assert caught.value.reason is Reason.NO_ANSWER
    backend.do("fault", kind="none")
    assert said(backend.reader.read_card()) == said(CARDS["li_na"])


def test_a_reader_that_failed_its_self_test_says_so(backend: SamSerialBackend) -> None:
    backend.do("fault", kind="sam_fault")
    status = backend.reader.status()
    assert (status.state, status.reason) == (State.FAULT, Reason.SAM_SELF_TEST_FAILED)
    with pytest.raises(DriverError) as caught:
        backend.reader.read_card()
    assert caught.value.reason is Reason.SAM_SELF_TEST_FAILED


def test_an_unplugged_reader_is_gone_and_works_once_plugged_in_again(
    backend: SamSerialBackend,
) -> None:
    backend.do("unplug")
    for asked in (
        backend.reader.read_card,
        backend.reader.card_present,
        backend.reader.status,
    ):
        with pytest.raises(DeviceGoneError) as caught:
            asked()
        assert caught.value.reason is Reason.NOT_CONNECTED
    backend.reader.close()
    with pytest.raises(DeviceGoneError):
        backend.reader.open()
    backend.do("plug")
    backend.do("insert", card="li_na")
    backend.reader.open()
    assert said(backend.reader.read_card()) == said(CARDS["li_na"])


def test_a_reader_unplugged_while_it_reads_is_gone(backend: SamSerialBackend) -> None:
    backend.do("insert", card="li_na")
    backend.do("fault", kind="silent", on="read")
    unplugging = backend.when_asked("read", lambda: backend.do("unplug"))
    with pytest.raises(DeviceGoneError) as caught:
        backend.reader.read_card()
    unplugging.join()
    assert caught.value.reason is Reason.NOT_CONNECTED


def test_closing_twice_and_asking_a_closed_reader(backend: SamSerialBackend) -> None:
    backend.reader.close()
    backend.reader.close()
    with pytest.raises(DeviceGoneError):
        backend.reader.status()


def test_nothing_that_is_told_names_the_citizen(backend: SamSerialBackend) -> None:
    backend.do("insert", card="damaged")
    with pytest.raises(CardError) as caught:
        backend.reader.read_card()
    chain: BaseException | None = caught.value
    while chain is not None:
        assert not any(word in repr(chain) for word in ("王损", "19911331", "510411"))
        chain = chain.__cause__ or chain.__context__


@pytest.mark.parametrize("baud_rate", [57600, 38400, 19200, 9600])
def test_a_serial_reader_works_at_every_speed(start: Start, baud_rate: int) -> None:
    backend = start(baud_rate=baud_rate)
    backend.do("insert", card="chen_rare")
    assert said(backend.reader.read_card()) == said(CARDS["chen_rare"])
