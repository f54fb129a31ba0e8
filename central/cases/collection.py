"""Collects results for a card or a slip: documents and departments' answers."""

from datetime import datetime

from central.departments.base import QueriesOnly
from central.departments.layout import cell, text
from central.departments.one_stop import NAME
from central.documents.certificate import Certificate
from central.store.collection import Found, collect, note_collected
from central.store.database import Store
from central.store.persons import Persons
from contract.documents import Collection
from contract.model import Bilingual
from contract.queries import Fact, Query, QueryAnswer, WaitingDocument

COLLECT = "one_stop.collect_result"

TITLE = text("领取办理结果", "Collect a result")
NOTHING = text(
    "没有待领取的办理结果。请核对取件码，或拨打 12345 咨询。",
    "Nothing waits to be collected. Please compare the code, or call 12345.",
)
STILL_PENDING = text(
    "您的申请还在办理，办好后凭取件码或身份证即可领取。",
    "Your request is still being worked on. When it is done, your card or the code "
    "collects it.",
)


class CollectResult(QueriesOnly):
    """Answers from central's own store.

    Args:
        store: Holds documents and results.
        persons: Computes the hash by which a card is looked up.
    """

    code = "one_stop"
    items = frozenset({COLLECT})

    def __init__(self, store: Store, persons: Persons) -> None:
        self._store = store
        self._persons = persons

    def answer(self, query: Query, now: datetime) -> QueryAnswer:
        """Return what is waiting: documents to print, and other answers."""
        code = query.code if query.applicant is None else None
        if query.applicant is None and code is None:
            return _answer(now, NOTHING)
        by = Collection(applicant=query.applicant, code=code)
        found = collect(self._store, self._persons, by)
        if not found.documents and not found.results:
            return _answer(now, STILL_PENDING if found.pending else NOTHING)
        note_collected(self._store, found.uncollected, now)
        contents = [
            Certificate.model_validate_json(each.content) for each in found.documents
        ]
        return QueryAnswer(
            time=now,
            found=True,
            department=NAME,
            title=TITLE,
            as_of=now,
            facts=_facts(found, contents),
            note=STILL_PENDING if found.pending else None,
            holder=contents[0].holder if code is not None and contents else None,
            documents=tuple(
                WaitingDocument(document=each.id, item=each.item, title=each.title)
                for each in found.documents
            ),
        )


def _facts(found: Found, contents: list[Certificate]) -> tuple[Fact, ...]:
    """Return a line for each document, and every fact of a result without one."""
    facts = [
        Fact(
            label=each.title,
            value=text(
                f"{each.serial}，{content.issued_on:%Y-%m-%d} 出具",
                f"{each.serial}, made on {content.issued_on:%Y-%m-%d}",
            ),
            emphasised=True,
        )
        for each, content in zip(found.documents, contents, strict=True)
    ]
    for result in found.results:
        facts.append(Fact(label=result.title, value=result.note or cell("✓")))
        facts += result.facts
    return tuple(facts)


def _answer(now: datetime, note: Bilingual) -> QueryAnswer:
    return QueryAnswer(
        time=now, found=False, department=NAME, title=TITLE, as_of=now, note=note
    )
