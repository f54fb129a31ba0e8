"""What every reader of social-security cards promises, on the real service."""

from collections.abc import Iterator
from datetime import date

import pytest
from support.pcsc import PcscBench

from drivers.base import CardReading, CardType, State
from drivers.errors import CardError, DeviceGoneError, Reason

BACKENDS = {"pcsc_social_security": PcscBench}
"""Every backend that must keep this contract."""

CARDS = {
    "li_na": CardReading(
        CardType.SOCIAL_SECURITY,
        "510411199003074526",
        name="李娜",
        sex="female",
        nation="01",
        birth_date=date(1990, 3, 7),
        issuer="91560000021510400001",
        valid_from=date(2019, 8, 1),
        valid_to=date(2029, 8, 1),
        card_number="D00000017",
    ),
    "chen_rare": CardReading(
        CardType.SOCIAL_SECURITY,
        "510411198511223175",
        name="陈𬱖",
        sex="male",
        nation="03",
        birth_date=date(1985, 11, 22),
        issuer="91560000021510400001",
        valid_from=date(2019, 8, 1),
        valid_to=date(2029, 8, 1),
        card_number="D00000025",
    ),
    "zhang_wei": CardReading(
        CardType.SOCIAL_SECURITY,
        "330382195806151095",
        name="张伟",
        sex="male",
        nation="01",
        birth_date=date(1958, 6, 15),
        issuer="91560000021510400001",
        valid_from=date(2019, 8, 1),
        valid_to=date(2029, 8, 1),
        card_number="A00000031",
    ),
    "small_x": CardReading(
        CardType.SOCIAL_SECURITY,
        "43041919600229003X",
        name="周敏",
        sex="female",
        nation="01",
        issuer="91560000021510400001",
        valid_from=date(2019, 8, 1),
        valid_to=date(2029, 8, 1),
    ),
    "old_code": CardReading(
        CardType.SOCIAL_SECURITY,
        "510411199003074526",
        name="李𤇾",
        sex="female",
        nation="01",
        birth_date=date(1990, 3, 7),
        issuer="91560000021510400001",
        valid_from=date(2019, 8, 1),
        valid_to=date(2029, 8, 1),
        card_number="D00000065",
    ),
    "long_name": CardReading(
        CardType.SOCIAL_SECURITY,
        "510411199210103190",
        name="阿卜杜热西提·买买提吐尔逊·𬱖·努尔麦麦提艾山江",
        sex="male",
        nation="05",
        birth_date=date(1992, 10, 10),
        issuer="91560000021510400001",
        valid_from=date(2019, 8, 1),
        valid_to=date(2029, 8, 1),
        card_number="D00000049",
    ),
}
"""What must come out, written down apart from the simulator's cards."""


@pytest.fixture(scope="module", params=sorted(BACKENDS))
def running(request: pytest.FixtureRequest) -> Iterator[PcscBench]:
    with BACKENDS[request.param]() as bench:
        yield bench


@pytest.fixture
def backend(running: PcscBench) -> PcscBench:
    running.fresh()
    running.reader.open()
    return running


def test_a_healthy_reader_is_ready(backend: PcscBench) -> None:
    status = backend.reader.status()
    assert (status.state, status.reason) == (State.READY, Reason.OK)


def test_without_a_card_nothing_is_read_and_none_is_present(
    backend: PcscBench,
) -> None:
    assert backend.reader.read_card() is None
    assert not backend.reader.card_present()


@pytest.mark.parametrize("name", CARDS)
def test_every_card_is_read_whole(backend: PcscBench, name: str) -> None:
    backend.insert(name)
    assert backend.reader.read_card() == CARDS[name]


@pytest.mark.parametrize("version", ["1.00", "2.00", "3.00"])
@pytest.mark.parametrize("way", ["tag", "number", "select"])
def test_every_version_is_read_in_every_way(
    backend: PcscBench, version: str, way: str
) -> None:
    backend.insert("chen_rare", version=version, way=way)
    assert backend.reader.read_card() == CARDS["chen_rare"]


@pytest.mark.parametrize("replies", ["more", "length"])
def test_answers_in_two_steps_are_followed(backend: PcscBench, replies: str) -> None:
    backend.insert("long_name", replies=replies)
    assert backend.reader.read_card() == CARDS["long_name"]


def test_a_name_that_its_card_has_no_place_for_is_never_cut(
    backend: PcscBench,
) -> None:
    backend.insert("long_name", version="1.00")
    with pytest.raises(CardError) as caught:
        backend.reader.read_card()
    assert caught.value.reason is Reason.CARD_UNREADABLE


def test_a_card_is_read_once_and_present_until_it_is_lifted(
    backend: PcscBench,
) -> None:
    backend.insert()
    assert backend.reader.card_present()
    assert backend.reader.read_card() is not None
    for _ in range(3):
        assert backend.reader.read_card() is None
        assert backend.reader.card_present()
    backend.lift()
    assert not backend.reader.card_present()
    assert backend.reader.read_card() is None


def test_the_same_card_put_back_is_read_again_also_if_nobody_looked_meanwhile(
    backend: PcscBench,
) -> None:
    backend.insert()
    assert backend.reader.read_card() == CARDS["li_na"]
    backend.lift()
    backend.insert()
    assert backend.reader.read_card() == CARDS["li_na"]


def test_a_damaged_card_is_unreadable_until_it_is_lifted(backend: PcscBench) -> None:
    backend.insert("damaged")
    for _ in range(2):
        with pytest.raises(CardError) as caught:
            backend.reader.read_card()
        assert caught.value.reason is Reason.CARD_UNREADABLE
        assert backend.reader.card_present()
    backend.lift()
    assert backend.reader.read_card() is None


def test_another_kind_of_chip_card_is_told_apart(backend: PcscBench) -> None:
    backend.insert()
    backend.do("fault", kind="wrong_sw", sw="6A82")
    with pytest.raises(CardError) as caught:
        backend.reader.read_card()
    assert caught.value.reason is Reason.CARD_TYPE_UNKNOWN


@pytest.mark.parametrize("kind", ["garbage", "wrong_sw"])
@pytest.mark.parametrize("apdu", [1, 2, 9])
def test_an_answer_that_is_wrong_once_does_no_harm(
    backend: PcscBench, kind: str, apdu: int
) -> None:
    backend.insert("long_name")
    backend.do("fault", kind=kind, apdu=apdu)
    assert backend.reader.read_card() == CARDS["long_name"]


def test_a_chip_that_talks_nonsense_is_unreadable(backend: PcscBench) -> None:
    backend.insert()
    backend.do("fault", kind="garbage")
    with pytest.raises(CardError) as caught:
        backend.reader.read_card()
    assert caught.value.reason is Reason.CARD_UNREADABLE


def test_a_slow_chip_is_waited_for(backend: PcscBench) -> None:
    backend.insert()
    backend.do("fault", kind="slow", times=3)
    assert backend.reader.read_card() == CARDS["li_na"]


def test_a_reader_closed_twice_opens_again(backend: PcscBench) -> None:
    backend.reader.close()
    backend.reader.close()
    backend.insert()
    backend.reader.open()
    assert backend.reader.read_card() == CARDS["li_na"]


def test_a_service_without_readers_has_none_connected(backend: PcscBench) -> None:
    backend.service("kill")
    backend.service("start", reader=False)
    try:
        for asked in (backend.reader.status, backend.reader.open):
            with pytest.raises(DeviceGoneError) as caught:
                asked()
            assert caught.value.reason is Reason.NOT_CONNECTED
    finally:
        backend.service("kill")


def test_nothing_that_is_told_names_the_citizen(backend: PcscBench) -> None:
    backend.insert("damaged")
    with pytest.raises(CardError) as caught:
        backend.reader.read_card()
    chain: BaseException | None = caught.value
    while chain is not None:
        assert not any(word in repr(chain) for word in ("王损", "19911331", "510411"))
        chain = chain.__cause__ or chain.__context__
