"""What is still coming: requests as long as they wait here, payments until they end."""

from collections.abc import Callable
from uuid import UUID, uuid4

import pytest
from support.cache import NOON, enqueue, rolled_back

from offline_cache.database import Cache
from offline_cache.entitlements import BegunPayment, Entitlements
from offline_cache.errors import CacheMisuseError
from offline_cache.outbox import Outbox

PAYMENT, CASE = UUID(int=1), UUID(int=2)


@pytest.fixture
def entitlements(cache: Cache) -> Entitlements:
    return Entitlements(cache, lambda: NOON)


def begin(
    cache: Cache,
    entitlements: Entitlements,
    payment: UUID = PAYMENT,
    person: str | None = "p",
) -> None:
    with cache.transaction():
        entitlements.begin_payment(
            payment,
            CASE,
            person=person,
            item="x.y",
            title=("缴费", "payment"),
            state="intent",
        )


# -- requests ---------------------------------------------------------------------


@pytest.mark.parametrize("end", ["acknowledged", "quarantined"])
def test_a_request_waits_until_its_record_is_settled(
    end: str, cache: Cache, entitlements: Entitlements
) -> None:
    """By a trigger: whoever settles the record knows nothing of requests."""
    outbox = Outbox(cache)
    record = enqueue(cache, outbox)
    with cache.transaction():
        entitlements.request_waits("f", record.idempotency_key)
    assert entitlements.waiting_request("f") == record.idempotency_key
    outbox.lease("agent", 60)
    outbox.retry_later([record.idempotency_key], "no network")
    assert entitlements.waiting_request("f") == record.idempotency_key
    if end == "acknowledged":
        outbox.acknowledge({record.idempotency_key: "ready"})
    else:
        outbox.quarantine(record.idempotency_key, "malformed")
    assert entitlements.waiting_request("f") is None


def test_other_records_end_no_request(cache: Cache, entitlements: Entitlements) -> None:
    outbox = Outbox(cache)
    mine, other = enqueue(cache, outbox), enqueue(cache, outbox)
    with cache.transaction():
        entitlements.request_waits("f", mine.idempotency_key)
    outbox.acknowledge({other.idempotency_key: "ready"})
    assert entitlements.waiting_request("f") == mine.idempotency_key


def test_two_cases_cannot_wait_for_the_same(
    cache: Cache, entitlements: Entitlements
) -> None:
    with cache.transaction():
        entitlements.request_waits("f", uuid4())
    with pytest.raises(CacheMisuseError), cache.transaction():
        entitlements.request_waits("f", uuid4())


# -- payments ---------------------------------------------------------------------


def test_a_payment_is_kept_as_it_stands(
    cache: Cache, entitlements: Entitlements
) -> None:
    begin(cache, entitlements)
    with cache.transaction():
        entitlements.payment_is(PAYMENT, "approved", "{}")
        entitlements.receipt_written(PAYMENT, "S-1")
    assert entitlements.payment(PAYMENT) == BegunPayment(
        payment=PAYMENT,
        case=CASE,
        person="p",
        item="x.y",
        title_zh="缴费",
        title_en="payment",
        state="approved",
        serial="S-1",
        detail="{}",
        begun_at=NOON,
    )


def test_payments_are_found_by_whose_they_are_and_how_they_stand(
    cache: Cache, entitlements: Entitlements
) -> None:
    mine, waiting, other, nobodys = (UUID(int=n) for n in range(10, 14))
    begin(cache, entitlements, mine)
    begin(cache, entitlements, waiting)
    begin(cache, entitlements, other, "q")
    begin(cache, entitlements, nobodys, None)
    with cache.transaction():
        for payment in (mine, other, nobodys):
            entitlements.payment_is(payment, "approved", "{}")
    found = entitlements.payments_of("p", "approved")
    assert [each.payment for each in found] == [mine]


def test_a_payment_that_is_over_is_forgotten(
    cache: Cache, entitlements: Entitlements
) -> None:
    begin(cache, entitlements)
    with cache.transaction():
        entitlements.payment_over(PAYMENT)
        entitlements.payment_over(PAYMENT)  # of another terminal, or twice
    assert entitlements.payment(PAYMENT) is None


def test_every_change_belongs_to_a_transaction(
    cache: Cache, entitlements: Entitlements
) -> None:
    begin(cache, entitlements)
    changes: list[Callable[[], None]] = [
        lambda: entitlements.request_waits("f", CASE),
        lambda: entitlements.payment_is(PAYMENT, "approved", "{}"),
        lambda: entitlements.receipt_written(PAYMENT, "S-1"),
        lambda: entitlements.payment_over(PAYMENT),
    ]
    for change in changes:
        with pytest.raises(CacheMisuseError):
            change()
    with rolled_back(cache):
        entitlements.payment_over(PAYMENT)
    assert entitlements.payment(PAYMENT) is not None
