"""Builds a receipt: a pure function from a visit's results to a printer's blocks.

Receipts are in the language that the citizen chose. Each carries terminal, time, item,
serial, fee or payment, what happens next and until when, and a hotline.
"""

from dataclasses import dataclass
from datetime import datetime

from contract.business_day import business_day, local
from contract.model import Applicant, Bilingual
from contract.money import yuan
from contract.payment import PaymentState
from contract.queries import QueryAnswer
from contract.service_item import FieldKind, ServiceItem, StepKind
from drivers.base import Align, Block, Pair, QrCode, Receipt, Rule, Size, Table, Text
from kiosk.flow.actions import PrintReceipt
from kiosk.flow.masking import mask_number
from kiosk.receipts import words as words
from view import Language

GOVERNMENT_HOTLINE = "12345"


@dataclass(frozen=True)
class Heading:
    """Where and when a receipt was printed, and its serial.

    Attributes:
        at: A time with its zone; printed in Asia/Shanghai.
        demonstration: Whether 演示 is printed on it.
    """

    terminal: str
    place: Bilingual
    at: datetime
    serial: str
    demonstration: bool


def receipt(heading: Heading, action: PrintReceipt) -> Receipt:
    """Return the receipt for everything that a visit achieved.

    Raises:
        LookupError: The receipt would have no content.
    """
    item, language = action.item, action.language
    sections = [
        section
        for section in (
            _slip(action),
            _unclear(action),
            _answered(action),
            _chosen(action),
            _documents(action),
            _released(action),
            _paid(action),
        )
        if section
    ]
    if not sections:
        raise LookupError("a receipt about nothing")
    blocks = _head(heading, action)
    person = _person(action.applicant, language)
    for section in (person, *sections):
        blocks += [*section, Rule()] if section else []
    if _done(action):
        blocks.append(Text(words.DONE.within(language)))
        if action.applicant is not None:
            blocks.append(Text(words.ABOUT_YOU.within(language)))
        blocks.append(Rule())
    return Receipt((*blocks, *_foot(heading, item, language)))


def _done(action: PrintReceipt) -> bool:
    """Return whether the citizen has nothing left to do."""
    return action.slip_code is None and not (action.paid and action.paid.unclear)


def _answered(action: PrintReceipt) -> list[Block]:
    """Return the department's answer, unless a printed document contains it."""
    answer, language = action.answer, action.language
    if answer is None or action.documents or action.slip_code:
        return []
    blocks: list[Block] = [
        Pair(
            fact.label.within(language),
            fact.value.within(language),
            bold=fact.emphasised,
        )
        for fact in answer.facts
    ]
    if answer.table is not None:
        columns = answer.table.columns
        blocks += [
            Rule(),
            Table(
                header=tuple(column.heading.within(language) for column in columns),
                rows=tuple(
                    tuple(cell.within(language) for cell in row)
                    for row in answer.table.rows
                ),
                right=frozenset(
                    index
                    for index, column in enumerate(columns)
                    if column.align == "right"
                ),
            ),
        ]
    blocks += [
        *([Rule()] if blocks else []),
        Pair(words.AS_OF.within(language), f"{business_day(answer.as_of)}"),
    ]
    # otherwise the note asks to pay
    if answer.note is not None and action.paid is None:
        blocks.append(Text(answer.note.within(language)))
    return blocks


def _chosen(action: PrintReceipt) -> list[Block]:
    """Return the chosen options, each with its price."""
    answer, language = action.answer, action.language
    return [
        Pair(option.title.within(language), _amount(option.amount))
        for option in (answer.options if answer else ())
        if option.reference in action.chosen
    ]


def _paid(action: PrintReceipt) -> list[Block]:
    paid, language = action.paid, action.language
    if paid is None:
        return []
    payment = paid.payment
    if payment.state is not PaymentState.APPROVED and not paid.unclear:
        return []  # nothing was paid, so nothing is printed about it
    # A payment that is being confirmed must not look like a receipt.
    amount = words.AMOUNT if paid.unclear else words.PAID
    blocks: list[Block] = [
        Pair(amount.within(language), _amount(payment.amount), bold=True),
        Pair(
            words.METHOD.within(language),
            _method(payment.provider, action.answer).within(language),
        ),
    ]
    if payment.approved_at is not None and not paid.unclear:
        blocks.append(
            Pair(words.PAID_AT.within(language), _moment(payment.approved_at))
        )
    if payment.reference:
        blocks.append(Pair(words.REFERENCE.within(language), payment.reference))
    if payment.transaction and not paid.unclear:
        blocks.append(Pair(words.TRANSACTION.within(language), payment.transaction))
    return blocks


def _unclear(action: PrintReceipt) -> list[Block]:
    if action.paid is None or not action.paid.unclear:
        return []
    language = action.language
    later = words.UNCLEAR_CARD if action.applicant else words.UNCLEAR_CALL
    return [
        _title(words.UNCLEAR, language),
        Text(words.UNCLEAR_NEXT.within(language)),
        Text(later.within(language)),
    ]


def _released(action: PrintReceipt) -> list[Block]:
    held, language = action.released, action.language
    if held is None:
        return []
    return [
        Pair(words.HANDED_OUT.within(language), held.title.within(language), bold=True),
        Pair(words.CELL.within(language), str(held.cell)),
    ]


def _documents(action: PrintReceipt) -> list[Block]:
    if not action.documents:
        return []
    blocks: list[Block] = [Text(words.PRINTED.within(action.language), bold=True)]
    return blocks + [Pair(title, serial) for title, serial in action.documents]


def _slip(action: PrintReceipt) -> list[Block]:
    """Return what is to be collected or done later, and the code for it."""
    code, item, language = action.slip_code, action.item, action.language
    if code is None:
        return []
    if action.issued:
        collect = words.COLLECT if action.applicant else words.COLLECT_CODE
        return [
            _title(words.TO_COLLECT, language),
            *_code(code, language),
            Text(collect.within(language)),
        ]
    if StepKind.PAY in item.steps and action.paid is None:
        return [
            _title(words.PAY_LATER, language),
            *_bill(action),
            Text(words.PAY_LATER_NEXT.within(language)),
            Pair(words.CODE.within(language), code),
        ]
    submitted = StepKind.SUBMIT in item.steps
    keep = words.KEEP if action.applicant else words.KEEP_CODE
    if submitted:
        keep = words.SUBMITTED_NEXT
    limit = _limit(item, online=not submitted)
    return [
        _title(words.SUBMITTED if submitted else words.ACCEPTED, language),
        *_code(code, language),
        Pair(words.LIMIT.within(language), limit.within(language), bold=True),
        Text(keep.within(language)),
    ]


def _code(code: str, language: Language) -> list[Block]:
    return [
        Text(words.CODE.within(language), align=Align.CENTRE),
        Text(code, Size.LARGE, Align.CENTRE, bold=True),
        QrCode(code),
    ]


def _bill(action: PrintReceipt) -> list[Block]:
    """Return the bill's own code, to be scanned when it is paid."""
    for field in action.item.form:
        code = action.form.get(field.name)
        if field.kind is FieldKind.CODE and code:
            label = field.label.within(action.language)
            return [Pair(label, code, bold=True), QrCode(code)]
    return []


def _title(text: Bilingual, language: Language) -> Text:
    return Text(text.within(language), Size.EMPHASISED, Align.CENTRE, bold=True)


def _head(heading: Heading, action: PrintReceipt) -> list[Block]:
    item, language = action.item, action.language
    blocks: list[Block] = [
        Text(heading.place.within(language), align=Align.CENTRE),
        Text(item.name.within(language), Size.LARGE, Align.CENTRE, bold=True),
        Text(item.department.name.within(language), align=Align.CENTRE),
    ]
    if action.copied:
        blocks.append(_title(words.COPY, language))
    if heading.demonstration:
        blocks.append(
            Text(words.DEMONSTRATION.within(language), align=Align.CENTRE, bold=True)
        )
    return [*blocks, Rule()]


def _person(applicant: Applicant | None, language: Language) -> list[Block]:
    if applicant is None:
        return []
    return [
        Pair(words.NAME.within(language), applicant.name, bold=True),
        Pair(words.NUMBER.within(language), mask_number(applicant.number)),
    ]


def _method(provider: str, answer: QueryAnswer | None) -> Bilingual:
    """Return the payment method's name: the bill's, or the usual one."""
    bill = answer.bill if answer else None
    for method in bill.methods if bill else ():
        if method.provider == provider:
            return method.name
    return words.METHODS.get(provider, words.words(provider, provider))


def _limit(item: ServiceItem, *, online: bool) -> Bilingual:
    days = max(item.time_limit_days, 1)
    plural = "" if days == 1 else "s"
    if not online:
        return words.words(f"{days}个工作日内", f"within {days} working day{plural}")
    return words.words(
        f"联网后{days}个工作日内", f"within {days} working day{plural} of being online"
    )


def _amount(fen: int) -> str:
    """Format an amount for paper: `¥ 1,234.50`."""
    return f"¥ {yuan(fen)}"


def _moment(moment: datetime) -> str:
    return local(moment).strftime("%Y-%m-%d %H:%M:%S")


def _fee(item: ServiceItem, language: Language) -> list[Block]:
    """Return the item's own fee; a bill that is paid states its own amount."""
    if item.fee == 0 and StepKind.PAY in item.steps:
        return []
    fee = words.FREE.within(language) if item.fee == 0 else _amount(item.fee)
    return [Pair(words.FEE.within(language), fee)]


def _foot(heading: Heading, item: ServiceItem, language: Language) -> list[Block]:
    numbers = dict.fromkeys((item.hotline, GOVERNMENT_HOTLINE))
    return [
        Pair(words.TERMINAL.within(language), heading.terminal),
        Pair(words.TIME.within(language), _moment(heading.at)),
        Pair(words.SERIAL.within(language), heading.serial),
        *_fee(item, language),
        Pair(words.HELP.within(language), " / ".join(numbers)),
    ]
