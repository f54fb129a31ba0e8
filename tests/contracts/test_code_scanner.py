"""What every code scanner promises, shown on the real thing at a simulated wire."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from support.scanners import (
    ALIPAY,
    BACKENDS,
    BILL,
    CARD,
    PATIENCE,
    SLIP,
    WECHAT,
    ScannerBackend,
    opened,
)

from drivers.base import CodeKind, ScannedCode, State
from drivers.code_scanner import stream
from drivers.code_scanner.codes import kind_of
from drivers.errors import DeviceGoneError, DeviceSilentError, ProtocolError, Reason


@pytest.fixture(autouse=True)
def _simulators_may_falter(monkeypatch: pytest.MonkeyPatch) -> None:
    """A busy machine holds a simulator up where no scanner would falter."""
    monkeypatch.setattr(stream, "IDLE_GAP_S", 0.5)
    monkeypatch.setattr(stream, "ENDING_GAP_S", 2.0)
    monkeypatch.setattr(stream, "CODE_S", 15.0)


@pytest.fixture(params=sorted(BACKENDS))
def backend(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[ScannerBackend]:
    with opened(request.param, tmp_path) as started:
        yield started


def test_a_healthy_scanner_is_ready(backend: ScannerBackend) -> None:
    status = backend.scanner.status()
    assert (status.state, status.reason) == (State.READY, Reason.OK)


def test_without_a_code_nothing_is_read(backend: ScannerBackend) -> None:
    assert backend.scanner.read_code(0.0) is None
    assert backend.scanner.read_code(0.2) is None


def test_a_code_is_read_whole_and_known_by_its_form(backend: ScannerBackend) -> None:
    for text, kind in (
        (WECHAT, CodeKind.PAYMENT_CODE),
        (ALIPAY, CodeKind.PAYMENT_CODE),
        (BILL, CodeKind.BILL_CODE),
        (SLIP, CodeKind.DOCUMENT_CODE),
        (CARD, CodeKind.UNKNOWN),
        ("AaZz09 !\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~", CodeKind.UNKNOWN),
    ):
        backend.scan(text)
        assert backend.read() == ScannedCode(kind, text)
    assert backend.scanner.read_code(0.0) is None


@pytest.mark.parametrize("manner", ["plain", "aim", "tab", "aim_tab"])
def test_however_a_scanner_is_set_the_code_is_the_same(
    backend: ScannerBackend, manner: str
) -> None:
    backend.do("manner", kind=manner)
    for text in (WECHAT, SLIP, CARD):
        backend.scan(text)
        assert backend.read() == ScannedCode(kind_of(text), text)
    backend.scan(BILL, ending="none")
    status = backend.scanner.status()
    assert status.state is State.READY


def test_a_keyboard_that_presses_caps_lock_types_the_same_code(tmp_path: Path) -> None:
    with opened("wedge", tmp_path) as backend:
        backend.do("manner", kind="caps_lock")
        for text in (SLIP, CARD, WECHAT, "AaZz"):
            backend.scan(text)
            assert backend.read().text == text


def test_a_code_is_over_when_the_scanner_falls_silent(backend: ScannerBackend) -> None:
    backend.scan(SLIP, ending="none")
    assert backend.read().text == SLIP


def test_codes_that_came_together_are_read_one_by_one(
    backend: ScannerBackend,
) -> None:
    for text in (SLIP, WECHAT, BILL):
        backend.scan_wholly(text)
    assert [backend.read().text for _ in range(3)] == [SLIP, WECHAT, BILL]


def test_a_code_scanned_while_the_scanner_is_asked_how_it_is_is_kept(
    backend: ScannerBackend,
) -> None:
    backend.scan_wholly(SLIP)
    backend.scanner.status()
    backend.scanner.status()
    assert backend.read().text == SLIP


def test_what_was_scanned_before_anybody_asked_is_forgotten(
    backend: ScannerBackend,
) -> None:
    backend.scan_wholly(WECHAT)
    backend.scanner.drop_pending()
    assert backend.scanner.read_code(0.2) is None
    backend.scan(SLIP)
    assert backend.read().text == SLIP


def test_what_was_scanned_while_it_was_closed_is_forgotten(
    backend: ScannerBackend,
) -> None:
    backend.scanner.close()
    backend.scan_wholly(WECHAT)
    backend.scanner.open()
    assert backend.scanner.read_code(0.2) is None


def test_a_code_that_comes_slowly_is_one_code(backend: ScannerBackend) -> None:
    backend.scan(BILL)
    backend.read()
    backend.do("fault", kind="slow")
    backend.scan(WECHAT)
    assert backend.read().text == WECHAT


def test_nonsense_is_refused_and_harms_nothing_after_it(
    backend: ScannerBackend,
) -> None:
    backend.do("fault", kind="garbage")
    backend.scan(SLIP)
    with pytest.raises(ProtocolError) as caught:
        backend.read()
    assert caught.value.reason is Reason.BAD_ANSWER
    backend.do("fault", kind="none")
    backend.scanner.drop_pending()
    backend.scan(SLIP)
    assert backend.read().text == SLIP


def test_a_part_of_a_code_never_passes_for_a_code(backend: ScannerBackend) -> None:
    backend.scan(SLIP)
    assert backend.read().text == SLIP
    backend.do("fault", kind="partial")
    # its half has the form of WeChat's payment codes
    backend.scan(WECHAT * 2)
    with pytest.raises(ProtocolError, match="cut short"):
        backend.read()
    backend.do("fault", kind="none")
    backend.scan(ALIPAY)
    assert backend.read().text == ALIPAY


def test_a_scanner_that_sends_nothing_is_waited_for_no_longer_than_asked(
    backend: ScannerBackend,
) -> None:
    backend.do("fault", kind="silent")
    backend.scan(SLIP)
    assert backend.scanner.read_code(0.2) is None


def test_an_endless_text_is_refused(backend: ScannerBackend) -> None:
    backend.scan("A" * 2001)
    with pytest.raises(ProtocolError, match="2000 bytes"):
        backend.read()
    assert backend.scanner.read_code(0.2) is None


def test_an_unplugged_scanner_is_gone_and_works_once_plugged_in_again(
    backend: ScannerBackend,
) -> None:
    backend.do("unplug")
    for _ in range(2):
        with pytest.raises(DeviceGoneError) as caught:
            backend.scanner.status()
        assert caught.value.reason is Reason.NOT_CONNECTED
        with pytest.raises(DeviceGoneError):
            backend.scanner.read_code(PATIENCE)
        with pytest.raises(DeviceGoneError):
            backend.scanner.drop_pending()
    backend.scanner.close()
    with pytest.raises(DeviceGoneError):
        backend.scanner.open()
    backend.do("plug")
    backend.scanner.open()
    backend.scan(SLIP)
    assert backend.read().text == SLIP


def test_closing_twice_and_asking_a_closed_scanner(backend: ScannerBackend) -> None:
    backend.scanner.close()
    backend.scanner.close()
    for asked in (
        backend.scanner.status,
        backend.scanner.drop_pending,
        lambda: backend.scanner.read_code(0.0),
    ):
        with pytest.raises(DeviceGoneError):
            asked()


def test_nothing_that_is_told_holds_the_code(backend: ScannerBackend) -> None:
    backend.scan(SLIP)
    assert SLIP not in repr(backend.read())
    backend.do("fault", kind="partial")
    backend.scan(WECHAT * 2)
    with pytest.raises(ProtocolError) as caught:
        backend.read()
    chain: BaseException | None = caught.value
    while chain is not None:
        assert WECHAT[:9] not in repr(chain)
        chain = chain.__cause__ or chain.__context__


def test_a_scanner_that_answered_once_must_go_on_answering(tmp_path: Path) -> None:
    with opened("serial", tmp_path) as backend:
        assert backend.scanner.status().detail.endswith("answers commands")
        backend.do("fault", kind="silent")
        with pytest.raises(DeviceSilentError) as caught:
            backend.scanner.status()
        assert caught.value.reason is Reason.NO_ANSWER
        backend.do("fault", kind="none")
        assert backend.scanner.status().state is State.READY


def test_a_code_survives_a_scanner_that_stops_answering(tmp_path: Path) -> None:
    with opened("serial", tmp_path) as backend:
        backend.scan(BILL)
        backend.read()
        backend.do("fault", kind="slow")  # it dribbles while it should answer
        backend.scan_wholly(SLIP)
        backend.do("fault", kind="silent")
        with pytest.raises(DeviceSilentError):
            backend.scanner.status()
        assert backend.read().text == SLIP


def test_a_scanner_that_never_answers_is_ready_and_says_so(tmp_path: Path) -> None:
    with opened("serial", tmp_path, "--mute") as backend:
        status = backend.scanner.status()
        assert status.state is State.READY
        assert "does not answer commands" in status.detail


def test_a_text_ended_by_cr_and_lf_is_one_text(tmp_path: Path) -> None:
    with opened("serial", tmp_path) as backend:
        for text in (SLIP, BILL):
            backend.scan(text, ending="crlf")
            assert backend.read().text == text
        assert backend.scanner.read_code(0.2) is None


def test_chinese_in_a_code_comes_through(tmp_path: Path) -> None:
    with opened("serial", tmp_path) as backend:
        backend.scan("取件码：陈𬱖")
        assert backend.read() == ScannedCode(CodeKind.UNKNOWN, "取件码：陈𬱖")


def test_lost_keys_never_make_another_code(tmp_path: Path) -> None:
    with opened("wedge", tmp_path) as backend:
        backend.do("fault", kind="lost")
        backend.scan("1" + WECHAT)  # without its third key it would be a payment code
        with pytest.raises(ProtocolError):
            backend.read()
