"""Invented payment notices: valid ones, and some that a terminal must refuse."""

from central.departments.layout import text
from central.departments.one_stop import Notice
from contract.model import Bilingual

COLLEGE = text("攀枝花演示职业学院", "Panzhihua Demo Vocational College")
HOUSING = text("西区演示房屋管理处", "West District Demo Housing Office")
COURT = text("西区演示人民法院", "West District Demo People's Court")


def _notice(
    code: str, title: Bilingual, payee: Bilingual, amount: int, *, paid: bool = False
) -> Notice:
    payer = text("王*", "Wang *")
    return Notice(code, title, payee, payer, amount, paid)


TUITION = text("学费（2026—2027 学年）", "Tuition fee, 2026–2027")
REPAIRS = text("住宅专项维修资金", "Housing maintenance fund")
FILING = text("案件受理费", "Court filing fee")

NOTICES = {
    notice.code: notice
    for notice in (
        _notice("51041120260000010018", TUITION, COLLEGE, 4_800_00),
        _notice("51041120260000020025", REPAIRS, HOUSING, 9_360_00),
        _notice("51041120260000030032", FILING, COURT, 50_00),
        _notice("51041120260000040049", FILING, COURT, 300_00, paid=True),
        # A department's mistakes: zero, negative, and far too much.
        _notice("51041120260000050056", REPAIRS, HOUSING, 0),
        _notice("51041120260000060063", REPAIRS, HOUSING, -25_00),
        _notice("51041120260000070070", REPAIRS, HOUSING, 80_000_00),
    )
}


class DemoNotices:
    """A source of payment notices that contains the invented ones only."""

    def notice(self, code: str) -> Notice | None:
        """Return one of them."""
        return NOTICES.get(code)
