"""Each paper whole, block by block, from its first line to its last."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from support.flow import NAME, both, item
from support.receipts import (
    ANSWER,
    BILL,
    CODE,
    HEADING,
    PAY_ITEM,
    PAYMENT,
    SUBMIT_ITEM,
    UNCLEAR,
    both_languages,
    copied,
    make,
    paid,
    pairs,
    pay_later,
    printed,
    released,
    said,
    slip,
    statement,
    submitted,
    to_collect,
    unclear,
)

from contract.queries import Option
from drivers.base import Align, Block, Pair, QrCode, Receipt, Rule, Size, Table, Text
from kiosk.flow.actions import Paid
from kiosk.receipts import words as words
from view import Language

CENTRE, LARGE, EMPHASISED = Align.CENTRE, Size.LARGE, Size.EMPHASISED


class Paper:
    """The blocks that papers share, in a language."""

    def __init__(self, language: Language) -> None:
        self.language = language

    def __call__(self, text: Any) -> str:
        words: str = text.within(self.language)
        return words

    def title(self, text: Any) -> Text:
        return Text(self(text), EMPHASISED, CENTRE, bold=True)

    def head(self, *, copy: bool = False) -> list[Block]:
        return [
            Text(self(both("hall")), Size.NORMAL, CENTRE, bold=False),
            Text(self(both("statement")), LARGE, CENTRE, bold=True),
            Text(self(both("social security")), Size.NORMAL, CENTRE, bold=False),
            *([self.title(words.COPY)] if copy else []),
            Text(self(words.DEMONSTRATION), Size.NORMAL, CENTRE, bold=True),
            Rule(),
        ]

    def person(self) -> list[Block]:
        return [
            Pair(self(words.NAME), NAME, bold=True),
            Pair(self(words.NUMBER), "510411********3175", bold=False),
            Rule(),
        ]

    def done(self) -> list[Block]:
        return [Text(self(words.DONE)), Text(self(words.ABOUT_YOU)), Rule()]

    def foot(self, *, fee: bool = True) -> list[Block]:
        return [
            Pair(self(words.TERMINAL), "demo-01"),
            Pair(self(words.TIME), "2026-11-23 00:05:09"),
            Pair(self(words.SERIAL), "demo-01-20261123-00042"),
            *([Pair(self(words.FEE), self(words.FREE))] if fee else []),
            Pair(self(words.HELP), "12333 / 12345"),
        ]

    def answer(self, *, note: bool) -> list[Block]:
        return [
            Pair(self(both("insurance")), self(both("pension")), bold=False),
            Pair(self(both("months")), self(both("132")), bold=True),
            Rule(),
            Table(
                (self(both("month")), self(both("amount"))),
                (
                    (self(both("2026-09")), self(both("400.00"))),
                    (self(both("2026-10")), self(both("410.00"))),
                ),
                frozenset({1}),
            ),
            Rule(),
            Pair(self(words.AS_OF), "2026-11-01"),
            *([Text(self(both("ask at the office")))] if note else []),
            Rule(),
        ]

    def code(self) -> list[Block]:
        return [
            Text(self(words.CODE), Size.NORMAL, CENTRE, bold=False),
            Text(CODE, LARGE, CENTRE, bold=True),
            QrCode(CODE),
        ]

    def payment(self) -> list[Block]:
        return [
            Pair(self(words.PAID), "¥ 1,234.50", bold=True),
            Pair(self(words.METHOD), self(words.METHODS["wechat"]), bold=False),
            Pair(self(words.PAID_AT), "2026-11-23 00:04:50"),
            Pair(self(words.REFERENCE), "OT20261123000501"),
            Pair(self(words.TRANSACTION), "4200002026112300001234567890"),
            Rule(),
        ]


@pytest.fixture(params=["zh_CN", "en"])
def paper(request: pytest.FixtureRequest) -> Paper:
    return Paper(request.param)


def assert_says(found: Receipt, *sections: Sequence[object]) -> None:
    assert found.blocks == tuple(block for section in sections for block in section)


def test_a_statement(paper: Paper) -> None:
    whole = (paper.head(), paper.person(), paper.answer(note=True))
    assert_says(statement(paper.language), *whole, paper.done(), paper.foot())


def test_a_statement_about_nobody(paper: Paper) -> None:
    found = statement(paper.language, who=None)
    done = [Text(paper(words.DONE)), Rule()]
    body = paper.answer(note=True)
    assert_says(found, paper.head(), body, done, paper.foot())


@pytest.mark.parametrize("table", [False, True])
@pytest.mark.parametrize("facts", [False, True])
def test_a_statement_of_less(paper: Paper, facts: bool, table: bool) -> None:
    less = {
        "facts": ANSWER.facts if facts else (),
        "table": ANSWER.table if table else None,
    }
    found = statement(paper.language, answer=ANSWER.model_copy(update=less))
    full = paper.answer(note=True)
    body = [*(full[:2] if facts else []), *(full[2:4] if table else [])]
    body += [*([Rule()] if body else []), *full[5:]]
    assert_says(found, paper.head(), paper.person(), body, paper.done(), paper.foot())


def test_a_slip(paper: Paper) -> None:
    online = {
        "zh_CN": "联网后1个工作日内",
        "en": "within 1 working day of being online",
    }
    body = [
        paper.title(words.ACCEPTED),
        *paper.code(),
        Pair(paper(words.LIMIT), online[paper.language], bold=True),
        Text(paper(words.KEEP)),
        Rule(),
    ]
    assert_says(slip(paper.language), paper.head(), paper.person(), body, paper.foot())


def test_a_slip_of_an_application(paper: Paper) -> None:
    limit = {"zh_CN": "3个工作日内", "en": "within 3 working days"}
    about = item(**SUBMIT_ITEM, time_limit_days=3)
    body = [
        paper.title(words.SUBMITTED),
        *paper.code(),
        Pair(paper(words.LIMIT), limit[paper.language], bold=True),
        Text(paper(words.SUBMITTED_NEXT)),
        Rule(),
    ]
    found = submitted(paper.language, about=about)
    assert_says(found, paper.head(), paper.person(), body, paper.foot())


def test_a_slip_to_collect_with(paper: Paper) -> None:
    body = [
        paper.title(words.TO_COLLECT),
        *paper.code(),
        Text(paper(words.COLLECT)),
        Rule(),
    ]
    found = to_collect(paper.language)
    assert_says(found, paper.head(), paper.person(), body, paper.foot())


def test_a_slip_to_pay_later(paper: Paper) -> None:
    body = [
        paper.title(words.PAY_LATER),
        Pair(paper(both("bill")), BILL, bold=True),
        QrCode(BILL),
        Text(paper(words.PAY_LATER_NEXT)),
        Pair(paper(words.CODE), CODE, bold=False),
        Rule(),
    ]
    found = pay_later(paper.language)
    assert_says(found, paper.head(), body, paper.foot(fee=False))


@pytest.mark.parametrize("form", [{}, {"months": "1"}, {"bill": ""}])
def test_a_slip_to_pay_later_without_a_bills_code(form: dict[str, str]) -> None:
    found = pay_later(form=form)
    assert not [block for block in found.blocks if isinstance(block, QrCode)]


def test_what_was_paid(paper: Paper) -> None:
    body = paper.answer(note=False)
    assert_says(
        paid(paper.language),
        paper.head(),
        paper.person(),
        body,
        paper.payment(),
        paper.done(),
        paper.foot(fee=False),
    )


@pytest.mark.parametrize("field", ["approved_at", "reference", "transaction"])
def test_what_a_payment_does_not_have_is_left_out(field: str) -> None:
    empty = "" if field == "reference" else None
    less = PAYMENT.model_copy(update={field: empty})
    label = {
        "approved_at": words.PAID_AT,
        "reference": words.REFERENCE,
        "transaction": words.TRANSACTION,
    }[field]
    found, full = pairs(paid(paid=Paid(less))), pairs(paid())
    assert {**found, label.zh_CN: full[label.zh_CN]} == full
    assert label.zh_CN not in found


def test_what_is_being_confirmed(paper: Paper) -> None:
    body = [
        paper.title(words.UNCLEAR),
        Text(paper(words.UNCLEAR_NEXT)),
        Text(paper(words.UNCLEAR_CARD)),
        Rule(),
        Pair(paper(words.AMOUNT), "¥ 1,234.50", bold=True),
        Pair(paper(words.METHOD), paper(words.METHODS["wechat"])),
        Pair(paper(words.REFERENCE), "OT20261123000501"),
        Rule(),
    ]
    whole = (paper.head(), paper.person(), body, paper.foot(fee=False))
    assert_says(unclear(paper.language), *whole)
    # Whatever came of it meanwhile, what was unclear to the citizen is no receipt.
    late = Paid(PAYMENT, unclear=True)
    assert_says(unclear(paper.language, paid=late), *whole)


def test_documents(paper: Paper) -> None:
    body = [
        Text(paper(words.PRINTED), bold=True),
        Pair(paper(both("certificate")), "SS-1", bold=False),
        Rule(),
    ]
    whole = (paper.head(), paper.person(), body, paper.done(), paper.foot())
    assert_says(printed(paper.language), *whole)


def test_two_documents_stand_in_their_order() -> None:
    found = make(documents=(("second", "SS-2"), ("first", "SS-1")))
    assert [*pairs(found).items()][2:4] == [("second", "SS-2"), ("first", "SS-1")]


def test_what_came_out_of_a_cell(paper: Paper) -> None:
    body = [
        Pair(paper(words.HANDED_OUT), paper(both("passport")), bold=True),
        Pair(paper(words.CELL), "7", bold=False),
        Rule(),
    ]
    whole = (paper.head(), paper.person(), body, paper.done(), paper.foot())
    assert_says(released(paper.language), *whole)


def test_a_copy(paper: Paper) -> None:
    whole = (paper.person(), paper.payment(), paper.done(), paper.foot())
    assert_says(copied(paper.language), paper.head(copy=True), *whole)


def test_what_was_chosen_stands_between_the_answer_and_the_payment(
    paper: Paper,
) -> None:
    options = tuple(
        Option(reference=each, title=both(each), amount=fen)
        for each, fen in (("A", 20_000), ("B", 5), ("C", 100))
    )
    several = ANSWER.model_copy(update={"options": options})
    found = paid(paper.language, answer=several, chosen=("C", "A"))
    body = [
        Pair(paper(both("A")), "¥ 200.00", bold=False),
        Pair(paper(both("C")), "¥ 1.00", bold=False),
        Rule(),
    ]
    assert_says(
        found,
        paper.head(),
        paper.person(),
        paper.answer(note=False),
        body,
        paper.payment(),
        paper.done(),
        paper.foot(fee=False),
    )


@both_languages
def test_a_terminal_that_is_no_demonstration(language: Language) -> None:
    paper = Paper(language)
    found = statement(language, heading=replace(HEADING, demonstration=False))
    head = [
        each for each in paper.head() if paper(words.DEMONSTRATION) not in str(each)
    ]
    body = (paper.person(), paper.answer(note=True), paper.done(), paper.foot())
    assert_says(found, head, *body)


@pytest.mark.parametrize(
    ("fee", "steps", "said_so"),
    [
        (0, {}, "免费"),
        (1, {}, "¥ 0.01"),
        (0, PAY_ITEM, None),
        (1_000, PAY_ITEM, "¥ 10.00"),
    ],
)
def test_the_items_own_fee(
    fee: int, steps: dict[str, Any], said_so: str | None
) -> None:
    found = pairs(statement(about=item(**steps, fee=fee)))
    assert found.get(words.FEE.zh_CN) == said_so


@pytest.mark.parametrize(
    ("days", "chinese", "english"),
    [
        (0, "1个工作日内", "within 1 working day"),
        (1, "1个工作日内", "within 1 working day"),
        (2, "2个工作日内", "within 2 working days"),
    ],
)
@pytest.mark.parametrize("online", [False, True])
def test_the_time_limit(days: int, chinese: str, english: str, online: bool) -> None:
    about = item(time_limit_days=days, **({} if online else SUBMIT_ITEM))
    after = ("联网后", " of being online") if online else ("", "")
    assert after[0] + chinese in said(slip("zh_CN", about=about))
    assert english + after[1] in said(slip("en", about=about))


def test_an_unclear_payment_is_not_called_done_even_with_a_document() -> None:
    found = said(unclear(paid=Paid(UNCLEAR, unclear=True)))
    assert words.DONE.zh_CN not in found
    assert words.DONE.zh_CN in said(paid())
