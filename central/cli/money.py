"""`central payments`, `resolve` and `reconcile`."""

import argparse
from typing import Any

from central.cli.output import (
    FAULT,
    OK,
    USAGE,
    answer,
    answer_json,
    complain,
    instant,
    note,
    settings_of,
)
from central.cli.words import say
from central.payments.reconcile import NoStatementError, payment_row
from central.payments.reconcile import reconcile as compare
from central.store.database import open_store
from central.store.payments import KeptPayment, in_state, move, payment_of_id
from contract.business_day import utc_now
from contract.money import yuan
from contract.payment import PaymentState

RESOLUTIONS = {
    "approved": PaymentState.APPROVED,
    "closed": PaymentState.CLOSED,
    "refund": PaymentState.REFUND_PENDING,
}
"""What a clerk can find out about a payment that nobody knew of."""


def payments(asked: argparse.Namespace) -> int:
    """List payments: all, or those in the hands of staff."""
    with open_store(settings_of(asked).database, create=False) as store:
        store.require_schema()
        states = (PaymentState.STAFF,) if asked.staff else tuple(PaymentState)
        found = in_state(store, *states)
    if asked.json:
        answer_json([payment_row(each) for each in found])
        return OK
    for each in found:
        at, money = instant(each.created_at), yuan(each.amount)
        of = f"{each.provider:<8} {each.reference:<18}"
        came = "" if each.paid in (None, each.amount) else f"  {_came(each)}"
        answer(
            f"{at}  {each.state:<14} {money:>12}  {of}  {each.item}  {each.id}{came}"
        )
    return OK


def resolve(asked: argparse.Namespace) -> int:
    """Record what a clerk has found out about a payment."""
    to = RESOLUTIONS[asked.to]
    with open_store(settings_of(asked).database, create=False) as store:
        store.require_schema()
        now = utc_now()
        kept = payment_of_id(store, asked.payment)
        if kept is None or kept.state is not PaymentState.STAFF:
            wrong = say("{payment} does not wait for a clerk", payment=asked.payment)
            return complain(wrong, USAGE)
        # Central's background task goes on from there: settles, or pays back.
        changes: dict[str, Any] = {}
        if to is PaymentState.APPROVED:
            changes["approved_at"] = kept.approved_at or now
        changes["look_at"] = None if to is PaymentState.CLOSED else now
        moved = move(store, kept.id, (kept.state, to), "clerk", now, **changes)
    if moved is None:
        wrong = say("{payment} was resolved by somebody else", payment=asked.payment)
        return complain(wrong, FAULT)
    answer(f"{kept.provider} {kept.reference}: {_resolved(kept, to)}")
    return OK


def _resolved(kept: KeptPayment, to: PaymentState) -> str:
    """What follows from a clerk's word."""
    due = yuan(kept.amount)
    if to is PaymentState.CLOSED:
        return say("closed; nothing was paid, and {due} is due again", due=due)
    if to is PaymentState.APPROVED:
        return say(
            "approved; the department is told that {due} was paid",
            due=due,
        )
    back = due if kept.paid is None else yuan(kept.paid)
    return say(
        "{back} is paid back by the running central ({why})",
        back=back,
        why=_came(kept),
    )


def _came(kept: KeptPayment) -> str:
    due = yuan(kept.amount)
    if kept.paid is None:
        return say("{due} was due", due=due)
    return say("{came} came, {due} was due", came=yuan(kept.paid), due=due)


def reconcile(asked: argparse.Namespace) -> int:
    """List what does not agree on a day."""
    from central.payments.providers import providers_of

    settings = settings_of(asked)
    providers = providers_of(settings.payments, "")
    with open_store(settings.database, create=False) as store:
        store.require_schema()
        try:
            found = compare(store, providers.values(), asked.day)
        except NoStatementError as error:
            wrong = say("no statement could be had of {provider}", provider=error)
            return complain(wrong, FAULT)
    if asked.json:
        answer_json([each.row() for each in found])
    else:
        for each in found:
            money = yuan(each.amount)
            answer(f"{each.what:<16} {money:>12} {each.provider:<8} {each.reference}")
        note(say("{count} differences on {day}", count=len(found), day=asked.day))
    return FAULT if found else OK
