"""The follow-up: what is done with a payment in each state, when, and what with."""

import pytest
from sqlalchemy.exc import OperationalError
from structlog.testing import capture_logs
from support.money import BEGAN
from support.paying import ITEM, RULES, Paying

from central.departments.base import Settled, Settlement
from central.payments import followup as module
from central.payments.base import ProviderError, RefusedError
from contract.model import Applicant
from contract.payment import PaymentState

S = PaymentState
LI_NA = Applicant(number="510411199003074526", name="李娜")
AWAY = ProviderError("away")


# -- rounds -------------------------------------------------------------------------


def test_a_round_says_whether_there_was_anything(paying: Paying) -> None:
    assert paying.run(paying.followup.round()) is False
    kept = paying.in_state(S.REQUESTED)
    assert paying.due_in(kept) == 3
    paying.clock.on(2.9)
    assert paying.run(paying.followup.round()) is False
    assert paying.did("query") == 0
    paying.clock.on(0.1)
    assert paying.run(paying.followup.round()) is True
    assert paying.provider.asked[-1] == ("query", kept.reference)


def test_a_round_without_a_database_is_over_and_nothing_is_lost(
    paying: Paying, monkeypatch: pytest.MonkeyPatch
) -> None:
    paying.in_state(S.REQUESTED)
    paying.clock.on(3)

    def away(*_: object) -> None:
        raise OperationalError("select", {}, Exception("away"))

    with monkeypatch.context() as patched:
        patched.setattr(module, "due", away)
        paying.run(paying.followup.loop.round())
        assert paying.followup.loop.failures == 1
    assert paying.run(paying.followup.loop.round()) == 0.0, "there was something to do"
    assert paying.followup.loop.failures == 0


def test_each_of_several_is_looked_at(paying: Paying) -> None:
    one = paying.asks()
    paying.run(paying.office.close(one.payment, "demo-01"))
    other = paying.asks()
    paying.clock.on(10)
    paying.provider.pay(other.reference)
    paying.run(paying.followup.round())
    assert paying.kept(other.payment).state is S.APPROVED
    assert paying.kept(one.payment).looks == 1


@pytest.mark.parametrize("state", [S.STAFF, S.REFUNDED, S.LATE_APPROVED])
def test_what_waits_for_nobody_is_looked_at_no_more(paying: Paying, state: S) -> None:
    paying.in_state(state, look_at=BEGAN)
    after = paying.look()
    assert (after.state, after.look_at) == (state, None)
    assert [what for what, _ in paying.provider.asked] == ["order"]


# -- open ---------------------------------------------------------------------------


def test_an_order_is_asked_for_every_three_seconds_until_it_is_paid(
    paying: Paying,
) -> None:
    kept = paying.in_state(S.REQUESTED)
    for times in range(1, 6):
        assert paying.look(3).state is S.REQUESTED
        assert paying.did("query") == times
        assert paying.due_in(kept) == 3
    paying.provider.pay(kept.reference)
    came = paying.clock()
    after = paying.look(3)
    assert (after.state, after.approved_at) == (S.APPROVED, came)
    assert paying.did("close") == 0


def test_an_order_is_closed_at_its_deadline_and_not_a_second_before(
    paying: Paying,
) -> None:
    kept = paying.in_state(S.REQUESTED)
    assert paying.look(RULES.deadline_s - 1).state is S.REQUESTED
    assert paying.did("close") == 0
    paying.run(paying.teller.later(paying.kept(kept.id), 1))
    assert paying.look(1).state is S.CLOSED
    assert paying.did("close") == 1


def test_an_order_that_nobody_answers_for_is_asked_less_and_less_often(
    paying: Paying,
) -> None:
    kept = paying.in_state(S.REQUESTED)
    paying.provider.silent = True
    pause = 3.0
    for expected in (3, 6, 12, 24):
        assert paying.look(pause).state is S.REQUESTED
        assert paying.due_in(kept) == expected
        pause = expected
    paying.provider.silent = False
    paying.provider.pay(kept.reference)
    assert paying.look(pause).state is S.APPROVED


def test_a_close_without_answer_is_tried_again_until_somebody_must_look(
    paying: Paying,
) -> None:
    kept = paying.in_state(S.REQUESTED)
    paying.provider.silent = True
    assert paying.look(RULES.deadline_s).state is S.UNKNOWN
    for closes in range(1, module.MOST_LOOKS + 1):
        assert paying.did("close") == closes
        assert paying.only().looks == closes
        assert paying.look(60).state is (
            S.UNKNOWN if closes < module.MOST_LOOKS else S.STAFF
        )
    assert paying.causes(kept.id)[-1] == ("staff", "nobody_knows")


@pytest.mark.parametrize(("looks", "staff"), [(11, False), (12, True), (13, True)])
def test_a_clerk_must_look_after_twelve_looks(
    paying: Paying, looks: int, staff: bool
) -> None:
    paying.in_state(S.UNKNOWN, looks=looks, look_at=BEGAN)
    paying.provider.silent = True
    after = paying.look()
    assert after.state is (S.STAFF if staff else S.UNKNOWN)
    assert paying.did("close") == (0 if staff else 1)


@pytest.mark.parametrize("looks", [0, 40])
def test_an_order_that_is_no_doubt_goes_to_no_clerk(paying: Paying, looks: int) -> None:
    paying.in_state(S.REQUESTED, looks=looks, look_at=BEGAN)
    assert paying.look().state is S.REQUESTED


def test_an_answer_in_the_last_moment_saves_it_from_the_clerk(paying: Paying) -> None:
    kept = paying.in_state(S.UNKNOWN, looks=12, look_at=BEGAN)
    paying.provider.pay(kept.reference)
    assert paying.look().state is S.APPROVED


def test_the_unknown_is_closed_before_its_deadline(paying: Paying) -> None:
    paying.in_state(S.UNKNOWN, look_at=BEGAN)
    assert paying.look().state is S.CLOSED
    assert paying.did("close") == 1


def test_an_intent_that_no_terminal_came_back_for_is_closed(paying: Paying) -> None:
    kept = paying.in_state(S.INTENT, look_at=BEGAN)
    paying.provider.silent = True
    assert paying.look().state is S.INTENT
    assert paying.due_in(kept) == 3
    paying.provider.silent = False
    assert paying.look(3).state is S.CLOSED


def test_an_intent_whose_order_was_paid_is_approved(paying: Paying) -> None:
    kept = paying.in_state(S.INTENT, look_at=BEGAN)
    paying.provider.pay(kept.reference)
    assert paying.look().state is S.APPROVED
    assert paying.causes(kept.id)[-2:] == [
        ("requested", "asked"),
        ("approved", "asked"),
    ]


def test_a_declined_charge_is_not_closed_too(paying: Paying) -> None:
    kept = paying.in_state(S.REQUESTED)
    paying.provider.decline(kept.reference)
    assert paying.look(RULES.deadline_s).state is S.DECLINED
    assert paying.did("close") == 0


def test_an_order_whose_provider_is_gone_goes_to_a_clerk(paying: Paying) -> None:
    paying.in_state(S.REQUESTED)
    paying.without_provider()
    assert paying.look(3).state is S.REQUESTED
    assert paying.look(RULES.deadline_s).state is S.UNKNOWN
    for _ in range(module.MOST_LOOKS):
        paying.look(60)
    assert paying.only().state is S.STAFF
    assert paying.did("query") == 0


def test_a_refused_question_is_no_answer_and_its_code_is_logged(
    paying: Paying,
) -> None:
    paying.in_state(S.REQUESTED)
    paying.provider.raises["query"] = ProviderError("not signed 40002 isv.x")
    with capture_logs() as logs:
        assert paying.look(3).state is S.REQUESTED
    assert "not signed 40002 isv.x" in [each.get("error") for each in logs]
    paying.provider.raises["query"] = RefusedError("RULE_LIMIT")
    assert paying.look(10).state is S.REQUESTED


# -- over ---------------------------------------------------------------------------


@pytest.mark.parametrize("state", [S.DECLINED, S.CLOSED])
def test_what_is_over_is_looked_at_five_times_within_a_day(
    paying: Paying, state: S
) -> None:
    kept = paying.in_state(S.REQUESTED)
    paying.run(paying.teller.take(kept, (state,), "x"))
    paying.provider.decline(kept.reference)
    assert paying.due_in(kept) == 10
    for pause in (60, 600, 3600, 86_400, None):
        due = paying.due_in(kept)
        assert due is not None
        paying.look(due)
        assert paying.due_in(kept) == pause
    assert paying.did("query") == 5


def test_an_outage_takes_no_look_away(paying: Paying) -> None:
    kept = paying.in_state(S.CLOSED, looks=2, look_at=BEGAN)
    paying.provider.silent = True
    for _ in range(20):
        assert paying.look(60).looks == 2
        assert paying.due_in(kept) == 60
    paying.provider.silent = False
    paying.provider.decline(kept.reference)
    assert paying.look(60).looks == 3
    assert paying.due_in(kept) == 3600


def test_money_that_comes_late_goes_back_by_itself(paying: Paying) -> None:
    kept = paying.in_state(S.CLOSED, look_at=BEGAN)
    paying.provider.pay(kept.reference)
    assert paying.look().state is S.REFUND_PENDING
    assert paying.look().state is S.REFUNDED
    assert paying.provider.kept() == []


def test_late_money_of_another_amount_waits_for_a_clerk(paying: Paying) -> None:
    kept = paying.in_state(S.CLOSED, look_at=BEGAN)
    paying.provider.pay(kept.reference, kept.amount - 1)
    with capture_logs() as logs:
        assert paying.look().state is S.STAFF
    assert "alarm: another amount was paid" in [each["event"] for each in logs]
    assert paying.look(600).state is S.STAFF
    assert paying.did("refund") == 0


# -- approved -----------------------------------------------------------------------


def test_the_department_is_told_what_was_paid_and_by_whom(paying: Paying) -> None:
    form = {"bill_code": "51041120260000010018"}
    wish = paying.wish(applicant=LI_NA)
    begun = paying.asks(wish)
    paying.provider.pay(begun.reference)
    paying.calls_back(begun.reference)
    paying.clock.on(5)
    after = paying.look()
    told = Settlement(begun.payment, ITEM, "B1", (), 48_000, LI_NA, form)
    assert paying.department.settled == [told]
    assert (after.state, after.settled) == (S.APPROVED, "entered")
    assert (after.settlement, after.look_at) == (None, None)
    assert after.changed_at == paying.clock()


@pytest.mark.parametrize("says", [Settled.PAID_BEFORE, Settled.REFUSED])
def test_what_the_department_does_not_want_goes_back(
    paying: Paying, says: Settled
) -> None:
    paying.department.says = says
    kept = paying.pays()
    after = paying.look()
    assert (after.state, after.settled) == (S.REFUND_PENDING, str(says))
    assert after.settlement is None
    assert paying.causes(kept.id)[-1] == ("refund_pending", str(says))
    assert paying.look().state is S.REFUNDED


def test_a_department_that_is_away_is_told_later_once(paying: Paying) -> None:
    kept = paying.pays()
    paying.department.away = True
    for pause in (3, 6, 12):
        after = paying.look(60)
        assert (after.state, after.settled) == (S.APPROVED, "")
        assert after.settlement is not None
        assert paying.due_in(kept) == pause
    paying.department.away = False
    assert paying.look(60).settled == "entered"
    paying.look(9999)
    assert len(paying.department.settled) == 1


@pytest.mark.parametrize("changes", [{"settled": "entered"}, {"settlement": None}])
def test_who_was_told_is_not_told_again(
    paying: Paying, changes: dict[str, object]
) -> None:
    paying.in_state(S.APPROVED, look_at=BEGAN, **changes)
    assert paying.look().look_at is None
    assert paying.department.settled == []
