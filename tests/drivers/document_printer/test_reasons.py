"""What a printer's own words mean."""

import pytest

from drivers.base import State
from drivers.document_printer.message import Attributes
from drivers.document_printer.reasons import (
    queue_of,
    status_of_printer,
    status_of_queue,
)
from drivers.errors import Reason


def said(*words: str, state: int = 3) -> Attributes:
    return {"printer-state": [state], "printer-state-reasons": list(words)}


@pytest.mark.parametrize("ending", ["", "-report", "-warning", "-error"])
def test_no_paper_is_no_paper_however_it_is_said(ending: str) -> None:
    status = status_of_printer(said(f"media-empty{ending}"))
    assert (status.state, status.reason) == (State.FAULT, Reason.PAPER_OUT)
    assert status.supplies == {"paper": Reason.PAPER_OUT, "toner": Reason.OK}


def test_the_cover_is_named_before_what_it_causes() -> None:
    status = status_of_printer(said("media-jam-error", "cover-open-error", state=5))
    assert status.reason is Reason.COVER_OPEN


@pytest.mark.parametrize(
    ("word", "supply", "reason"),
    [
        ("media-low-report", "paper", Reason.PAPER_NEAR_END),
        ("toner-low-warning", "toner", Reason.TONER_NEAR_END),
        ("marker-supply-low", "toner", Reason.TONER_NEAR_END),
    ],
)
def test_what_is_low_warns(word: str, supply: str, reason: Reason) -> None:
    status = status_of_printer(said(word))
    assert (status.state, status.reason) == (State.WARNING, reason)
    assert status.supplies[supply] is reason


@pytest.mark.parametrize("word", ["moon-phase-error", "moon-phase", "none", None])
def test_stopped_for_no_reason_that_we_know_is_a_fault(word: str | None) -> None:
    status = status_of_printer(said(*[word] if word else [], state=5))
    assert (status.state, status.reason) == (State.FAULT, Reason.PRINTER_ERROR)


@pytest.mark.parametrize(
    "word", ["media-tray-empty", "marker-supply-missing", "toner-empty", "door-open"]
)
@pytest.mark.parametrize("ending", ["", "-report", "-warning", "-error"])
def test_a_known_word_is_a_fault_with_every_ending(word: str, ending: str) -> None:
    assert status_of_printer(said(word + ending)).state is State.FAULT


@pytest.mark.parametrize(
    "word",
    [
        "com.example-fuser-cold-error",
        "other-error",
        "media-path-input-feed-error",
        "drum-error-error",
    ],
)
@pytest.mark.parametrize("state", [3, 4])
def test_an_error_that_is_not_known_is_out_of_order_in_its_own_word(
    word: str, state: int
) -> None:
    status = status_of_printer(said("toner-low-warning", word, state=state))
    assert (status.state, status.reason) == (State.FAULT, Reason.PRINTER_ERROR)
    assert word in status.detail.split(","), "the technician reads what it said"
    assert status.supplies["toner"] is Reason.TONER_NEAR_END


def test_a_known_fault_is_named_before_an_error_that_is_not_known() -> None:
    status = status_of_printer(said("moon-phase-error", "media-jam-error"))
    assert status.reason is Reason.PAPER_JAM


@pytest.mark.parametrize(
    ("word", "state", "reason"),
    [
        ("moon-phase-warning", State.WARNING, Reason.PRINTER_WARNING),
        ("moon-phase", State.WARNING, Reason.PRINTER_WARNING),
        ("drum-error-warning", State.WARNING, Reason.PRINTER_WARNING),
        ("moon-phase-report", State.READY, Reason.OK),
        ("drum-error-report", State.READY, Reason.OK),
        ("none", State.READY, Reason.OK),
        ("none-report", State.READY, Reason.OK),
    ],
)
def test_less_than_an_error_that_is_not_known_still_prints(
    word: str, state: State, reason: Reason
) -> None:
    status = status_of_printer(said(word))
    assert (status.state, status.reason, status.detail) == (state, reason, word)


def test_a_known_warning_is_named_before_one_that_is_not_known() -> None:
    status = status_of_printer(said("moon-phase-warning", "media-low-warning"))
    assert status.reason is Reason.PAPER_NEAR_END


def test_an_unknown_error_that_a_queue_remembers_warns_and_is_told() -> None:
    accepting: Attributes = {"printer-is-accepting-jobs": [True]}
    status = status_of_queue(queue_of(said("moon-phase-error") | accepting))
    assert (status.state, status.reason) == (State.WARNING, Reason.PRINTER_ERROR)
    assert status.detail == "moon-phase-error"


@pytest.mark.parametrize(
    "attributes", [{}, {"printer-state": [3]}, said("none", state=9)]
)
def test_an_answer_that_says_nothing_is_never_well(attributes: Attributes) -> None:
    status = status_of_printer(attributes)
    assert status.state is State.UNKNOWN
    assert not status.can_serve


def test_a_queue_serves_only_if_it_says_so() -> None:
    assert not queue_of({}).serves
    assert not queue_of(said("none")).serves
    accepting: Attributes = {"printer-is-accepting-jobs": [True]}
    assert queue_of(said("none") | accepting).serves
    assert not queue_of(said("paused") | accepting).serves
    assert not queue_of(said("paused-error") | accepting).serves
    assert not queue_of(said("none", state=5) | accepting).serves


def test_what_a_queue_remembers_warns_and_claims_no_supplies() -> None:
    accepting: Attributes = {"printer-is-accepting-jobs": [True]}
    status = status_of_queue(queue_of(said("media-jam-error") | accepting))
    assert (status.state, status.reason) == (State.WARNING, Reason.PAPER_JAM)
    assert set(status.supplies.values()) == {Reason.UNKNOWN}
