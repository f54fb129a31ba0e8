"""Requests are accepted once, with a code that cannot be guessed."""

import re
from dataclasses import replace
from uuid import uuid4

import pytest
from support.effects import OTHER, REQUEST, TOKEN, WHO, failing, half_way, journal
from support.flow import item
from support.visits import FakeDevices, Folder, bodies, effects_of

from contract.codes import CODE_ALPHABET
from contract.records import Grade, RatingBody, RecordKind
from kiosk.effects import Effects
from kiosk.flow.actions import QueueRequest, StoreRating
from offline_cache.database import Cache
from offline_cache.errors import CacheError
from offline_cache.outbox import Outbox


def asked(**form: str) -> QueueRequest:
    return replace(REQUEST, form=form)


def test_a_request_is_written_with_its_journal_entry_and_code(
    effects: Effects, cache: Cache
) -> None:
    payment = uuid4()
    full = replace(asked(month="2026-01"), options=("A",), payment=payment)
    stored = effects.requests.queue_request(full)
    ((key, body),) = bodies(cache, RecordKind.REQUEST)
    assert (key, body.slip_code) == (stored.case, stored.slip_code)
    assert (body.applicant, body.language) == (WHO, "en")
    assert (body.form, body.options) == ({"month": "2026-01"}, ("A",))
    assert body.payment == payment
    (entry,) = journal(cache)
    assert entry.kind == "request_accepted"
    assert str(entry.visit).endswith("-7")
    assert entry.detail == {"case": str(key)}
    assert stored.again is False


@half_way
def test_a_request_that_cannot_be_written_whole_is_not_accepted(
    statement_that_fails: str,
    effects: Effects,
    cache: Cache,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with failing(monkeypatch, statement_that_fails), pytest.raises(CacheError):
        effects.requests.queue_request(REQUEST)
    assert journal(cache) == []
    assert Outbox(cache).records() == []
    assert effects.requests.queue_request(REQUEST).again is False


def test_visits_of_different_runs_of_the_screen_are_told_apart(cache: Cache) -> None:
    for form in ({"a": "1"}, {"a": "2"}):  # the seventh visit of a run, and of the next
        effects_of(cache, FakeDevices()).requests.queue_request(asked(**form))
    first, second = (entry.visit for entry in journal(cache))
    assert first != second


# -- the same asked again ---------------------------------------------------------


def test_asking_the_same_again_while_it_waits_is_the_same_case(
    effects: Effects, cache: Cache, folder: Folder
) -> None:
    first = effects.requests.queue_request(asked(month="2026-01", kind="pension"))
    again = effects.requests.queue_request(asked(kind="pension", month="2026-01"))
    assert (again.case, again.slip_code) == (first.case, first.slip_code)
    assert (first.again, again.again) == (False, True)
    assert len(bodies(cache, RecordKind.REQUEST)) == 1
    with folder.open() as other:  # and after a restart
        reopened = effects_of(other, FakeDevices())
        later = reopened.requests.queue_request(asked(month="2026-01", kind="pension"))
    assert (later.case, later.slip_code) == (first.case, first.slip_code)


@pytest.mark.parametrize(
    "other",
    [
        replace(REQUEST, applicant=OTHER),
        replace(REQUEST, applicant=None),
        replace(REQUEST, item=item(code="social_security.certificate")),
        asked(month="2026-02"),
        replace(REQUEST, options=("A",)),
        replace(REQUEST, payment=uuid4()),
    ],
)
def test_anything_else_is_a_case_of_its_own(
    other: QueueRequest, effects: Effects
) -> None:
    first = effects.requests.queue_request(REQUEST)
    second = effects.requests.queue_request(other)
    assert second.again is False
    assert second.case != first.case
    assert second.slip_code != first.slip_code


@pytest.mark.parametrize("settled", ["acknowledged", "quarantined"])
def test_once_central_has_answered_the_same_may_be_asked_anew(
    settled: str, effects: Effects, cache: Cache
) -> None:
    first = effects.requests.queue_request(REQUEST)
    if settled == "acknowledged":
        Outbox(cache).acknowledge({first.case: "pending"})
    else:
        Outbox(cache).lease("agent", 60)
        Outbox(cache).quarantine(first.case, "malformed")
    second = effects.requests.queue_request(REQUEST)
    assert second.again is False
    assert second.case != first.case


def test_while_it_is_being_sent_it_still_waits(effects: Effects, cache: Cache) -> None:
    first = effects.requests.queue_request(REQUEST)
    Outbox(cache).lease("agent", 60)
    assert effects.requests.queue_request(REQUEST).case == first.case


# -- codes ------------------------------------------------------------------------


def test_codes_are_of_an_alphabet_that_nobody_misreads(effects: Effects) -> None:
    codes = [effects.requests.slip_code(uuid4()) for _ in range(400)]
    assert all(
        re.fullmatch("[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}", c) for c in codes
    )
    assert len(set(codes)) == len(codes)
    assert set("".join(codes)) - {"-"} == set(CODE_ALPHABET)


def test_a_case_does_not_tell_its_code_at_another_terminal(
    effects: Effects, folder: Folder
) -> None:
    elsewhere = folder.path / "elsewhere"
    elsewhere.mkdir()
    case = uuid4()
    with Folder(elsewhere).open() as cache:
        other = effects_of(cache, FakeDevices())
        assert other.requests.slip_code(case) != effects.requests.slip_code(case)
        assert other.requests.slip_code(case) == other.requests.slip_code(case)


# -- ratings ----------------------------------------------------------------------


def test_a_rating_is_queued_without_the_citizen(effects: Effects, cache: Cache) -> None:
    rating = RatingBody(about=uuid4(), grade=Grade.SATISFIED)
    effects.requests.store_rating(StoreRating(TOKEN, item(), rating))
    ((_, body),) = bodies(cache, RecordKind.RATING)
    assert body == rating
