"""Checks that five books agree: journal, outbox, central, provider, and output.

Call it once everything was delivered, and while no visit is in progress.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from faults.books import arrived, open_books, sent
from faults.system import Whole
from sqlalchemy import select

from central.store.schema import OutcomeRow, PaymentRow
from contract.payment import PaymentState
from contract.records import Paper
from offline_cache.journal import EffectState, Journal, JournalEntry
from offline_cache.words import Kind

PAPERS = {
    EffectState.CONFIRMED: Paper.PRINTED,
    EffectState.FAILED: Paper.NOT_PRINTED,
    EffectState.EFFECT_UNKNOWN: Paper.UNCERTAIN,
}


@dataclass(frozen=True)
class Effect:
    """One effect of the journal, with its one outcome."""

    armed: JournalEntry
    state: EffectState

    @property
    def case(self) -> UUID:
        return UUID(self.armed.detail["case"])


def reconcile(whole: Whole) -> None:
    """Check that nothing is lost, and nothing was done twice."""
    whole.delivered()
    with whole.cache() as cache:
        entries = list(Journal(cache).entries())
        arrived(cache, whole.system.database)
        keys = set(sent(cache).values())
    effects = settled(entries)
    _central_knows(whole, effects, keys)
    _paper(whole, effects)
    _doors(whole, effects)
    _money(whole)


def settled(entries: Iterable[JournalEntry]) -> list[Effect]:
    """Return the effects in order; each was armed, and has ended, once."""
    armed: dict[UUID, JournalEntry] = {}
    ended: dict[UUID, EffectState] = {}
    for entry in entries:
        if entry.effect is None or entry.state is None:
            continue
        if entry.state is EffectState.ARMED:
            assert entry.effect not in armed
            armed[entry.effect] = entry
        else:
            assert entry.effect in armed
            assert entry.effect not in ended
            ended[entry.effect] = entry.state
    assert set(armed) == set(ended), "an effect without an end"
    return [Effect(entry, ended[effect]) for effect, entry in armed.items()]


def _central_knows(whole: Whole, effects: list[Effect], keys: set[UUID]) -> None:
    """Check that central has every case with an effect, and each paper's outcome."""
    assert {each.case for each in effects} <= keys
    papers = [
        each for each in effects if each.armed.kind in (Kind.RECEIPT, Kind.DOCUMENT)
    ]
    own = Counter(
        (each.case, each.armed.serial, each.armed.kind, str(PAPERS[each.state]))
        for each in papers
    )
    columns = (OutcomeRow.about, OutcomeRow.serial, OutcomeRow.kind, OutcomeRow.paper)
    with open_books(whole.system.database) as session:
        assert Counter(tuple(row) for row in session.execute(select(*columns))) == own


def _paper(whole: Whole, effects: list[Effect]) -> None:
    """Check that the output matches the journal: confirmed papers came once."""
    pieces = whole.controls["escpos_printer"].do("receipts")
    came = {
        Kind.RECEIPT: len(pieces["receipts"]) + len(pieces["torn"]),
        Kind.DOCUMENT: len(list(whole.out.glob("printed-*.pdf"))),
    }
    for kind in came:
        ends = Counter(each.state for each in effects if each.armed.kind == kind)
        sure = ends[EffectState.CONFIRMED]
        most = sure + ends[EffectState.EFFECT_UNKNOWN]
        assert sure <= came[kind] <= most, f"{kind}: {came[kind]} came out of {ends}"
        _once(each for each in effects if each.armed.kind == kind)


def _once(effects: Iterable[Effect]) -> None:
    """Check that nothing follows a confirmed hand-out."""
    done: set[str | None] = set()
    for each in effects:
        what = {each.armed.serial, each.armed.detail.get("payment", each.armed.serial)}
        assert not what & done, f"{each.armed.kind} {what} came twice"
        if each.state is EffectState.CONFIRMED:
            done |= what


def _doors(whole: Whole, effects: list[Effect]) -> None:
    opened = Counter(whole.controls["lock_board"].do("state")["state"]["released"])
    for cell, times in opened.items():
        ends = Counter(
            each.state
            for each in effects
            if each.armed.kind == Kind.RELEASE and each.armed.detail["cell"] == cell
        )
        assert times <= 1, f"cell {cell} was opened {times} times"
        assert ends[EffectState.CONFIRMED] <= times
        assert times <= ends[EffectState.CONFIRMED] + ends[EffectState.EFFECT_UNKNOWN]


def _money(whole: Whole) -> None:
    """Check that each paid order is one approved payment, and no bill is paid twice."""
    orders = whole.controls["payment_provider"].do("state")["state"]["orders"]
    paid = {
        each["reference"]: each["amount"] for each in orders if each["state"] == "paid"
    }
    columns = (PaymentRow.reference, PaymentRow.amount)
    with open_books(whole.system.database) as session:
        approved = select(*columns).where(PaymentRow.state == PaymentState.APPROVED)
        assert {row.reference: row.amount for row in session.execute(approved)} == paid
