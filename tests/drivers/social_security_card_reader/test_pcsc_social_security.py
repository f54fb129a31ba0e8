"""The driver where the card, the reader or the service goes away."""

import os
from collections.abc import Iterator

import pytest
from smartcard import scard
from support.pcsc import PcscBench

from drivers.base import State
from drivers.errors import CardError, DeviceGoneError, DeviceSilentError, Reason
from drivers.social_security_card_reader import pcsc_social_security
from drivers.social_security_card_reader.pcsc_social_security import (
    PcscSocialSecurityReader,
)

APDUS_OF_A_READ = 12
"""The selection, five records of the card, six of its holder."""

LI_NA = "510411199003074526"


@pytest.fixture(scope="module")
def running() -> Iterator[PcscBench]:
    with PcscBench() as bench:
        yield bench


@pytest.fixture
def bench(running: PcscBench) -> PcscBench:
    running.fresh()
    running.reader.open()
    return running


def number_read(reader: PcscSocialSecurityReader) -> str:
    reading = reader.read_card()
    assert reading is not None
    return reading.number


def test_a_read_asks_no_more_than_it_needs(bench: PcscBench) -> None:
    bench.insert()
    assert number_read(bench.reader) == LI_NA
    assert bench.do("state")["state"]["apdus"] == APDUS_OF_A_READ


@pytest.mark.parametrize("apdu", range(1, APDUS_OF_A_READ + 1))
def test_a_card_pulled_at_any_question_was_lifted_and_is_read_when_put_back(
    bench: PcscBench, apdu: int
) -> None:
    bench.do("fault", kind="pull_at", apdu=apdu)
    bench.insert()
    with pytest.raises(CardError) as caught:
        bench.reader.read_card()
    assert caught.value.reason is Reason.CARD_LIFTED
    assert not bench.reader.card_present()
    assert bench.reader.read_card() is None
    bench.do("fault", kind="none")
    bench.insert()
    assert number_read(bench.reader) == LI_NA


def test_a_service_that_is_killed_is_told_and_found_again_without_opening(
    bench: PcscBench,
) -> None:
    bench.insert()
    assert number_read(bench.reader) == LI_NA
    descriptors = len(os.listdir("/proc/self/fd"))  # noqa: PTH208 - a count of them
    for _ in range(5):
        bench.service("kill")
        for asked in (
            bench.reader.status,
            bench.reader.read_card,
            bench.reader.card_present,
        ):
            with pytest.raises(DeviceGoneError) as caught:
                asked()
            assert caught.value.reason is Reason.SERVICE_NOT_RUNNING
        bench.service("start")
        assert bench.reader.status().state is State.READY
        bench.until_seen()
        assert number_read(bench.reader) == LI_NA
        # Not more: what other tests have left may be closed meanwhile.
        assert len(os.listdir("/proc/self/fd")) <= descriptors  # noqa: PTH208


def test_a_service_restarted_between_two_looks_is_not_even_noticed(
    bench: PcscBench,
) -> None:
    bench.service("kill")
    bench.service("start")
    bench.insert()
    assert number_read(bench.reader) == LI_NA


def test_a_service_absent_at_the_start_is_found_later(bench: PcscBench) -> None:
    bench.service("kill")
    reader = PcscSocialSecurityReader()
    with pytest.raises(DeviceGoneError) as caught:
        reader.open()
    assert caught.value.reason is Reason.SERVICE_NOT_RUNNING
    bench.service("start")
    reader.open()
    reader.close()


def test_a_service_killed_while_a_card_is_read_is_told(
    bench: PcscBench, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench.insert()
    asked = 0

    def transmit(handle: object, protocol: int, command: list[int]) -> object:
        nonlocal asked
        asked += 1
        if asked == 5:
            bench.service("kill")
        return real(handle, protocol, command)

    real = scard.SCardTransmit
    monkeypatch.setattr(scard, "SCardTransmit", transmit)
    with pytest.raises(DeviceGoneError) as caught:
        bench.reader.read_card()
    assert caught.value.reason is Reason.SERVICE_NOT_RUNNING
    bench.service("start")
    bench.until_seen()
    assert number_read(bench.reader) == LI_NA


def test_a_reader_is_chosen_by_a_part_of_its_name(bench: PcscBench) -> None:
    second = PcscSocialSecurityReader("PCD 00 01")
    second.open()
    assert second.status().detail == "Virtual PCD 00 01"
    bench.insert()
    assert not second.card_present()
    second.close()


def test_a_reader_that_is_not_there_is_not_connected(bench: PcscBench) -> None:
    with pytest.raises(DeviceGoneError) as caught:
        PcscSocialSecurityReader("No such maker").open()
    assert caught.value.reason is Reason.NOT_CONNECTED


def test_a_card_that_another_program_holds_is_busy(bench: PcscBench) -> None:
    bench.insert()
    _, context = scard.SCardEstablishContext(scard.SCARD_SCOPE_USER)
    code, card, _ = scard.SCardConnect(
        context,
        bench.reader.status().detail,
        scard.SCARD_SHARE_EXCLUSIVE,
        scard.SCARD_PROTOCOL_T0,
    )
    assert code == scard.SCARD_S_SUCCESS
    with pytest.raises(DeviceGoneError) as caught:
        bench.reader.read_card()
    assert caught.value.reason is Reason.PORT_BUSY
    scard.SCardDisconnect(card, scard.SCARD_LEAVE_CARD)
    scard.SCardReleaseContext(context)
    assert number_read(bench.reader) == LI_NA


def test_a_mute_chip_holds_nobody_up_and_frees_the_reader_when_pulled(
    bench: PcscBench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pcsc_social_security, "READ_TIMEOUT", 1.0)
    bench.do("fault", kind="mute", apdu=4)
    bench.insert()
    for asked in (bench.reader.read_card, bench.reader.status, bench.reader.open):
        with pytest.raises(DeviceSilentError) as caught:
            asked()
        assert caught.value.reason is Reason.NO_ANSWER
    bench.lift()
    assert bench.hung_call_ended()
    bench.do("fault", kind="none")
    bench.insert()
    assert number_read(bench.reader) == LI_NA


def test_a_service_that_hangs_is_silent_until_it_goes_on(
    bench: PcscBench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pcsc_social_security, "LOOK_TIMEOUT", 1.0)
    bench.service("stop")
    for _ in range(2):
        with pytest.raises(DeviceSilentError) as caught:
            bench.reader.status()
        assert caught.value.reason is Reason.NO_ANSWER
    bench.service("cont")
    assert bench.hung_call_ended()
    assert bench.reader.status().state is State.READY


def test_a_card_that_answers_no_reset_is_unreadable(
    bench: PcscBench, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench.insert()
    real = scard.SCardGetStatusChange

    def mute(context: object, timeout: int, readers: list[object]) -> object:
        code, ((name, event, atr),) = real(context, timeout, readers)
        return code, [(name, event | scard.SCARD_STATE_MUTE, atr)]

    monkeypatch.setattr(scard, "SCardGetStatusChange", mute)
    with pytest.raises(CardError) as caught:
        bench.reader.read_card()
    assert caught.value.reason is Reason.CARD_UNREADABLE
    assert bench.reader.card_present()


@pytest.mark.parametrize("call", ["SCardEstablishContext", "SCardConnect"])
def test_a_service_that_does_not_let_us_in_is_told_apart(
    bench: PcscBench, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    bench.insert()
    refusal = (scard.SCARD_W_SECURITY_VIOLATION, 0, 0)
    length = 2 if call == "SCardEstablishContext" else 3
    monkeypatch.setattr(scard, call, lambda *_: refusal[:length])
    reader = PcscSocialSecurityReader() if length == 2 else bench.reader
    with pytest.raises(DeviceGoneError) as caught:
        reader.read_card()
    assert caught.value.reason is Reason.PERMISSION_DENIED
