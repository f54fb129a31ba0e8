"""Invented vehicles and violations."""

from datetime import datetime

from central.demo.people import LI_NA, NAMES, ZHANG_WEI
from central.departments.layout import text
from central.departments.traffic_police import Violation
from contract.business_day import SHANGHAI

DISPUTED = text(
    "您已对这条违法提出异议，请到交管窗口办理",
    "You have disputed this one: please go to a counter",
)


def _at(year: int, month: int, day: int, hour: int, minute: int) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=SHANGHAI)


VIOLATIONS = {
    LI_NA: (
        Violation(
            number="5104110100382217",
            plate="川D3E518",
            at=_at(2026, 9, 4, 18, 12),
            place=text("西区苏铁中路", "Sutie Middle Road, West District"),
            act="1039",
            title=text(
                "违反规定停放、临时停车", "Parking or stopping where it is forbidden"
            ),
            fine=150_00,
            points=0,
        ),
        Violation(
            number="5104110100391064",
            plate="川D3E518",
            at=_at(2026, 10, 11, 8, 47),
            place=text("清香坪路口", "Qingxiangping crossing"),
            act="1344",
            title=text("违反禁令标志指示", "Disregarding a prohibitory sign"),
            fine=200_00,
            points=1,
        ),
        Violation(
            number="5104110100396620",
            plate="川D3E518",
            at=_at(2026, 10, 29, 21, 30),
            place=text("炳草岗大桥", "Bingcaogang Bridge"),
            act="1625",
            title=text("不按交通信号灯规定通行", "Disregarding a traffic light"),
            fine=200_00,
            points=6,
            counter=DISPUTED,
        ),
    ),
    ZHANG_WEI: (
        Violation(
            number="3303820100718845",
            plate="浙C08K2D",
            at=_at(2026, 11, 2, 10, 5),
            place=text("乐清市双雁路", "Shuangyan Road, Yueqing"),
            act="1345",
            title=text("违反禁止标线指示", "Crossing a prohibitory marking"),
            fine=100_00,
            points=1,
        ),
    ),
}


class DemoViolations:
    """A source of violations that contains the invented people only."""

    def owner(self, number: str) -> str | None:
        """Return the name of a vehicle's owner."""
        return NAMES.get(number) if number in VIOLATIONS else None

    def violations(self, number: str) -> tuple[Violation, ...]:
        """Return the violations of one of them."""
        return VIOLATIONS.get(number, ())
