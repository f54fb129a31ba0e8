"""What stands on a receipt: pure, from the answer to blocks that a printer lays out.

In the language that the citizen chose. A receipt carries terminal, time, item, serial,
the fee, what happens next and until when, and whom to call.
"""

from dataclasses import dataclass
from datetime import datetime

from central.contract.model import Applicant, Bilingual
from central.contract.queries import QueryAnswer
from central.contract.service_item import ServiceItem
from drivers.base import Align, Block, Pair, QrCode, Receipt, Rule, Size, Table, Text
from kiosk.business_day import day, local
from kiosk.flow.masking import mask_number
from kiosk.view import Language

GOVERNMENT_HOTLINE = "12345"


def _words(zh: str, en: str) -> Bilingual:
    return Bilingual(zh_CN=zh, en=en)


DEMONSTRATION = _words("演示 · 不具法律效力", "DEMONSTRATION · not valid")
NAME = _words("姓名", "Name")
NUMBER = _words("证件号码", "Number")
AS_OF = _words("数据截至", "Data as of")
TERMINAL = _words("终端", "Terminal")
TIME = _words("时间", "Time")
SERIAL = _words("流水号", "Serial")
FEE = _words("费用", "Fee")
FREE = _words("免费", "free of charge")
HELP = _words("咨询电话", "Questions")
DONE = _words(
    "本事项已办结，无需再办其他手续。本凭条含个人信息，请妥善保管。",
    "This is complete; there is nothing more for you to do. This receipt is about you: "
    "keep it safe.",
)
ACCEPTED = _words("已受理，待联网办理", "Accepted, to be finished once online")
CODE = _words("取件码", "Collection code")
LIMIT = _words("办理时限", "Ready")
KEEP = _words(
    "网络恢复后自动办理，您无需等候。届时请凭取件码或身份证，在任一终端领取结果。"
    "取件码请妥善保管，勿向他人出示。",
    "It is done by itself when the network is back; you need not wait. Then collect "
    "the result at any terminal, with this code or your identity card. Keep the code "
    "to yourself.",
)


@dataclass(frozen=True)
class Heading:
    """What every receipt says of where, when, and which one it is.

    Attributes:
        at: With its zone; printed as Asia/Shanghai.
        demonstration: Whether 演示 stands on it.
    """

    terminal: str
    place: Bilingual
    at: datetime
    serial: str
    demonstration: bool


def statement(
    heading: Heading,
    item: ServiceItem,
    applicant: Applicant | None,
    answer: QueryAnswer,
    language: Language,
) -> Receipt:
    """The paper of an answered item: facts, table, and their day."""
    blocks: list[Block] = [
        *_head(heading, item, language),
        *_person(applicant, language),
        Rule(),
    ]
    blocks += [
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
    blocks += [Rule(), Pair(AS_OF.within(language), day(answer.as_of))]
    if answer.note is not None:
        blocks.append(Text(answer.note.within(language)))
    blocks.append(Text(DONE.within(language)))
    return Receipt((*blocks, *_foot(heading, item, language)))


def slip(
    heading: Heading,
    item: ServiceItem,
    applicant: Applicant | None,
    slip_code: str,
    language: Language,
) -> Receipt:
    """The slip of a request that was accepted while there was no network."""
    blocks: list[Block] = [
        *_head(heading, item, language),
        Text(ACCEPTED.within(language), Size.EMPHASISED, Align.CENTRE, bold=True),
        Rule(),
        *_person(applicant, language),
        Rule(),
        Text(CODE.within(language), align=Align.CENTRE),
        Text(slip_code, Size.LARGE, Align.CENTRE, bold=True),
        QrCode(slip_code),
        Pair(LIMIT.within(language), _limit(item).within(language), bold=True),
        Text(KEEP.within(language)),
    ]
    return Receipt((*blocks, *_foot(heading, item, language)))


def _head(heading: Heading, item: ServiceItem, language: Language) -> list[Block]:
    blocks: list[Block] = [
        Text(heading.place.within(language), align=Align.CENTRE),
        Text(item.name.within(language), Size.LARGE, Align.CENTRE, bold=True),
        Text(item.department.name.within(language), align=Align.CENTRE),
    ]
    if heading.demonstration:
        blocks.append(
            Text(DEMONSTRATION.within(language), align=Align.CENTRE, bold=True)
        )
    return [*blocks, Rule()]


def _person(applicant: Applicant | None, language: Language) -> list[Block]:
    if applicant is None:
        return []
    return [
        Pair(NAME.within(language), applicant.name, bold=True),
        Pair(NUMBER.within(language), mask_number(applicant.number)),
    ]


def _limit(item: ServiceItem) -> Bilingual:
    days = max(item.time_limit_days, 1)
    plural = "" if days == 1 else "s"
    return _words(
        f"联网后{days}个工作日内", f"within {days} working day{plural} of being online"
    )


def _fee(item: ServiceItem) -> Bilingual:
    if item.fee == 0:
        return FREE
    yuan = f"{item.fee // 100:,}.{item.fee % 100:02d}"
    return _words(f"{yuan} 元", f"{yuan} yuan")


def _foot(heading: Heading, item: ServiceItem, language: Language) -> list[Block]:
    at = local(heading.at).strftime("%Y-%m-%d %H:%M:%S")
    numbers = dict.fromkeys((item.hotline, GOVERNMENT_HOTLINE))
    return [
        Rule(),
        Pair(TERMINAL.within(language), heading.terminal),
        Pair(TIME.within(language), at),
        Pair(SERIAL.within(language), heading.serial),
        Pair(FEE.within(language), _fee(item).within(language)),
        Pair(HELP.within(language), " / ".join(numbers)),
    ]
