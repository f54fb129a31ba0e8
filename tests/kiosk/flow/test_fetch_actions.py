"""`fetch`: each thing it asks for, whole; every screen; a retry and then an outage."""

from dataclasses import replace
from typing import Any

import pytest
from support.flow import answer, item
from support.steps import CASE, PERSON, OneStep, payment

import view as seen
from contract.model import Applicant
from contract.payment import PaymentState
from contract.queries import Query
from kiosk.flow import actions as do
from kiosk.flow import events as on
from kiosk.flow.steps.fetch import FetchStep
from kiosk.flow.steps.review import ReviewStep
from kiosk.flow.visit import Face, Onto, To
from view import MainAction, Problem, Trouble

ASKING = item()
REFUSING = item(offline="refuse")
PAYING = item(steps=("identify", "fetch", "review", "pay", "rate"))
UNSEEN = item(
    steps=("identify", "fetch", "declare", "rate"),
    declaration={
        "title": ASKING.name,
        "text": ASKING.name,
    },
)
FORM = {"months": "2"}
CODE = "7K3M-9QXA"
STOP = do.StopTimer(on.Timer.SLOW)
OTHER = Applicant(number="330382195806151095", name="李*")
AWAY = {Trouble.NETWORK, Trouble.CENTRAL}


def token(n: int) -> on.Token:
    return on.Token(1, n)


def fetching(about: Any = ASKING, **visit: Any) -> OneStep:
    return OneStep(FetchStep, about, **({"form": FORM} | visit))


def answered(step: OneStep, **changes: Any) -> OneStep:
    now = token(step.visit.n)
    return step.tell(on.QueryAnswered(now, answer(**changes)))


def failed(step: OneStep, trouble: Trouble = Trouble.CENTRAL) -> OneStep:
    return step.tell(on.QueryFailed(token(step.visit.n), trouble))


def test_central_is_asked_about_the_person_and_what_was_filled_in() -> None:
    step = fetching(way_out_s=7)
    query = Query(item=ASKING.code, applicant=PERSON, form=FORM, code=None)
    slow = do.StartTimer(on.Timer.SLOW, 1, 7)
    assert step.said == (do.QueryCentral(token(1), query), slow)
    assert step.step == FetchStep()


def test_a_code_is_sent_without_whoever_it_belonged_to_before() -> None:
    step = fetching(code=CODE)
    query = Query(item=ASKING.code, applicant=None, form=FORM, code=CODE)
    assert step.last(do.QueryCentral) == do.QueryCentral(token(1), query)


def test_what_an_earlier_answer_said_is_forgotten_first() -> None:
    step = fetching(answer=answer(), chosen=("V1",))
    assert (step.visit.answer, step.visit.chosen) == (None, ())


@pytest.mark.parametrize("trouble", list(Trouble))
def test_nothing_is_asked_where_there_can_be_no_answer(trouble: Trouble) -> None:
    step = fetching(troubles=frozenset({trouble}))
    assert step.count(do.QueryCentral) == (trouble not in AWAY)
    assert step.step == FetchStep(trouble=trouble if trouble in AWAY else None)


def test_an_answer_goes_on_with_who_it_is_about() -> None:
    step = answered(fetching())
    assert (step.said, step.to) == ((STOP,), To.NEXT)
    assert (step.visit.answer, step.visit.applicant) == (answer(), PERSON)
    assert answered(fetching(), holder=OTHER).visit.applicant == PERSON
    coded = answered(fetching(code=CODE, applicant=None), holder=OTHER)
    assert (coded.visit.applicant, coded.to) == (OTHER, To.NEXT)
    assert answered(fetching(code=CODE), holder=OTHER).visit.applicant == OTHER
    assert answered(fetching(code=CODE), holder=None).visit.applicant == PERSON


def test_a_code_that_nothing_waits_under_is_given_anew() -> None:
    step = answered(fetching(code=CODE, applicant=None), found=False)
    assert (step.said, step.to) == ((STOP,), To.BACK)
    visit = step.visit
    assert (visit.code, visit.missed, visit.answer) == (None, True, None)


def test_that_nothing_was_found_is_read_in_any_item() -> None:
    step = answered(fetching(UNSEEN), found=False)
    assert (step.said, step.to) == ((STOP,), Onto((FetchStep, ReviewStep)))
    assert step.visit.answer == answer(found=False)
    assert answered(fetching(UNSEEN)).to is To.NEXT
    assert answered(fetching(), found=False).to is To.NEXT


def test_where_it_fails_the_way_out_is_not_timed_any_more() -> None:
    step = failed(fetching())
    assert step.said == (STOP,)
    assert step.step == FetchStep(trouble=Trouble.CENTRAL)


def test_a_slow_answer_is_told_once_and_its_failure_all_the_same() -> None:
    step = fetching().tell(on.TimerElapsed(on.Timer.SLOW, 1))
    assert step.step == FetchStep(slow=True)
    failed(step)
    before = step.step
    step.tell(on.TimerElapsed(on.Timer.SLOW, 1))
    failed(step, Trouble.NETWORK)
    answered(step)
    assert (step.step, step.to) == (before, None)


def test_an_answer_to_another_question_is_not_taken() -> None:
    step = fetching()
    other = token(2)
    step.tell(on.QueryAnswered(other, answer()))
    step.tell(on.QueryFailed(other, Trouble.NETWORK))
    step.tell(on.TimerElapsed(on.Timer.SLOW, 2))
    step.tell(on.TimerElapsed(on.Timer.PAY, 1))
    step.tell(on.RecordStored(other, CASE, CODE))
    step.tell(on.StoreFailed(other, Trouble.STORAGE))
    step.tap(seen.Main()).tap(seen.Back())
    assert (step.step, step.to, step.said) == (FetchStep(), None, ())


def test_it_is_queued_with_who_asks_and_what_was_filled_in() -> None:
    step = failed(fetching(language="en")).tap(seen.Main())
    request = do.QueueRequest(token(2), ASKING, "en", PERSON, FORM, (), None)
    assert step.said == (request,)
    assert step.step == FetchStep(trouble=Trouble.CENTRAL, storing=True)


@pytest.mark.parametrize("again", [False, True])
def test_what_was_queued_has_its_case_and_its_code(again: bool) -> None:
    step = failed(fetching()).tap(seen.Main())
    step.tell(on.RecordStored(token(2), CASE, CODE, again))
    visit = step.visit
    assert (visit.case, visit.slip_code, visit.copied) == (CASE, CODE, again)
    assert (visit.entered, step.to) == (True, To.NEXT)


def test_nobody_leaves_while_it_is_written_down() -> None:
    step = failed(fetching()).tap(seen.Main())
    writing = step.step
    step.tap(seen.Back()).tap(seen.Main())
    assert (step.step, step.to, step.said) == (writing, None, ())


def test_what_could_not_be_written_down_ends() -> None:
    step = failed(fetching()).tap(seen.Main())
    step.tell(on.StoreFailed(token(2), Trouble.STORAGE))
    assert step.step == FetchStep(trouble=Trouble.CENTRAL, lost=Trouble.STORAGE)
    step.tap(seen.Back())
    assert step.to is None
    assert step.tap(seen.Main()).to is To.END


def test_the_offer_may_be_declined() -> None:
    assert failed(fetching()).tap(seen.Back()).to is To.BACK
    refused = failed(fetching(REFUSING)).tap(seen.Back())
    assert refused.to is None
    assert refused.tap(seen.Main()).to is To.END
    assert refused.count(do.QueueRequest) == 0


def message(problem: Problem, trouble: Trouble) -> Face:
    content = seen.Message(problem, trouble, "12333")
    return Face(content, main=MainAction.FINISH, cancel=False)


def waiting(*, slow: bool = False, cancel: bool = False) -> Face:
    return Face(seen.Waiting("social security（中）", slow), cancel=cancel)


def offer(holder: str | None = "陈*", *, later: bool = False) -> Face:
    content = seen.OfferQueue(Trouble.NETWORK, holder, pay_later=later)
    return Face(content, main=MainAction.ACCEPT, back=True)


AT = Trouble.NETWORK


@pytest.mark.parametrize(
    ("about", "visit", "step", "face", "clock"),
    [
        (ASKING, {}, FetchStep(), waiting(), False),
        (ASKING, {}, FetchStep(slow=True), waiting(slow=True, cancel=True), False),
        (ASKING, {}, FetchStep(trouble=AT), offer(), True),
        (ASKING, {"applicant": None}, FetchStep(trouble=AT), offer(None), True),
        (PAYING, {}, FetchStep(trouble=AT), offer(later=True), True),
        (ASKING, {}, FetchStep(trouble=AT, storing=True), waiting(), False),
        (
            ASKING,
            {},
            FetchStep(trouble=AT, storing=True, slow=True),
            waiting(slow=True),
            False,
        ),
        (
            ASKING,
            {},
            FetchStep(trouble=AT, lost=Trouble.STORAGE),
            message(Problem.CANNOT_STORE, Trouble.STORAGE),
            True,
        ),
        (REFUSING, {}, FetchStep(trouble=AT), message(Problem.NO_ANSWER, AT), True),
    ],
)
def test_every_screen(
    about: Any, visit: dict[str, Any], step: FetchStep, face: Face, clock: bool
) -> None:
    at = fetching(about, **visit)
    at.step = step
    assert at.face == face
    assert step.clock_runs is clock


def test_it_applies_always_and_is_no_question() -> None:
    assert FetchStep.applies(fetching(payment=payment(PaymentState.CLOSED)).visit)
    assert FetchStep.applies(replace(fetching().visit, answer=answer()))
    assert not FetchStep.asks
