"""A question about a payment that is held: answered by a change, and then forgotten."""

import asyncio
from uuid import uuid4

from support.money import BillDepartment, Clock, FakeProvider

from central.definitions import Definitions
from central.departments.desk import Desk
from central.payments.office import PaymentRules, Payments
from central.store.database import Store
from central.store.persons import Persons
from config import loader
from contract.payment import PaymentRequest, PaymentState

ITEMS = Definitions(loader.SERVICES)


async def held(office: Payments) -> None:
    """Until a question is held."""
    while not office._teller._changed:
        await asyncio.sleep(0)


def test_an_answered_question_is_forgotten_and_the_next_one_waits(
    store: Store,
) -> None:
    clock, department = Clock(), BillDepartment()
    provider = FakeProvider(clock=clock)
    office = Payments(
        store,
        Desk([department], 60, clock, ITEMS.get),
        Persons(bytes(32)),
        ITEMS.get,
        {"sandbox": provider},
        clock,
        PaymentRules(),
    )
    request = PaymentRequest(
        idempotency_key=uuid4(),
        case=uuid4(),
        item="one_stop.bill_payment",
        form={"bill_code": "51041120260000010018"},
        amount=department.amount,
        provider="sandbox",
    )

    async def pays() -> None:
        begun = await office.request(request, "demo-01")
        asked = office.get(begun.payment, "demo-01", PaymentState.REQUESTED)
        first = asyncio.create_task(asked)
        await held(office)
        provider.pay(begun.reference)
        headers = {"x-signed": "yes"}
        await office.notified("sandbox", headers, begun.reference.encode())
        assert (await first).state is PaymentState.APPROVED
        assert not office._teller._changed
        asked = office.get(begun.payment, "demo-01", PaymentState.APPROVED)
        second = asyncio.create_task(asked)
        await held(office)
        (event,) = office._teller._changed.values()
        assert not event.is_set(), "it would be answered at once, again and again"
        assert not second.done()
        second.cancel()

    asyncio.run(asyncio.wait_for(pays(), 60))
