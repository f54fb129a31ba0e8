"""The bills of a day, as both real providers offer them."""

import io
import zipfile
from datetime import datetime

import pytest
from support.fake_alipay import FakeAlipay
from support.fake_wechat import FakeWeChat
from support.providers import DAY, ENDS, ODD_YUAN, ORDER, paid_at_alipay

from central.payments import bills
from central.payments.alipay import Alipay
from central.payments.base import LineKind, ProviderError, StatementLine
from central.payments.bills import alipay_bill, wechat_bill
from central.payments.wechat import WeChat


def billed(wechat: WeChat, fake_wechat: FakeWeChat, title: str = "水费") -> None:
    wechat.order(ORDER, 4560, title, ENDS)
    fake_wechat.pay(ORDER)
    fake_wechat.make_bill(
        fake_wechat.bill_row(ORDER), fake_wechat.bill_row(ORDER, "REFUND")
    )


@pytest.mark.parametrize("packed", [True, False])
def test_a_bill_of_wechat_is_read(
    wechat: WeChat, fake_wechat: FakeWeChat, packed: bool
) -> None:
    billed(wechat, fake_wechat, title='水费,电费`"，气费')
    fake_wechat.packed = packed
    paid, back = wechat.statement(DAY)
    assert (paid.kind, back.kind) == (LineKind.PAID, LineKind.REFUNDED)
    assert paid.reference == back.reference == ORDER
    assert paid.transaction == fake_wechat.orders[ORDER].transaction
    assert (paid.amount, back.amount) == (4560, 4560)
    assert paid.at.isoformat() == "2026-11-26T10:00:09+08:00"


def test_a_charge_that_was_reversed_stands_there_both_ways(
    wechat: WeChat, fake_wechat: FakeWeChat
) -> None:
    billed(wechat, fake_wechat)
    fake_wechat.make_bill(
        fake_wechat.bill_row(ORDER), fake_wechat.bill_row(ORDER, "REVOKED")
    )
    kinds = [line.kind for line in wechat.statement(DAY)]
    assert kinds == [LineKind.PAID, LineKind.REFUNDED]


def test_a_day_at_wechat_without_movement_has_no_lines(
    wechat: WeChat, fake_wechat: FakeWeChat
) -> None:
    assert wechat.statement(DAY) == ()
    fake_wechat.make_bill()
    assert wechat.statement(DAY) == ()


def test_a_bill_that_is_being_made_is_asked_for_again(
    wechat: WeChat, fake_wechat: FakeWeChat
) -> None:
    fake_wechat.faults.refusal["tradebill"] = "400 STATEMENT_CREATING"
    with pytest.raises(ProviderError):
        wechat.statement(DAY)


@pytest.mark.parametrize("packed", [True, False])
def test_a_bill_that_is_not_what_was_promised_is_not_read(
    wechat: WeChat, fake_wechat: FakeWeChat, packed: bool
) -> None:
    billed(wechat, fake_wechat)
    fake_wechat.packed = packed
    fake_wechat.damaged = True
    with pytest.raises(ProviderError, match="damaged"):
        wechat.statement(DAY)


def test_a_bill_is_fetched_from_the_gateway_alone(
    wechat: WeChat, fake_wechat: FakeWeChat
) -> None:
    billed(wechat, fake_wechat)
    fake_wechat.bill_host = "https://elsewhere.example"
    with pytest.raises(ProviderError, match="nonsense"):
        wechat.statement(DAY)


@pytest.mark.parametrize(
    ("old", "new"),
    [("`SUCCESS,", "`GREAT,"), ("`45.60", "`x"), ("`2026-11-26", "`x"), (",`CNY", "")],
)
def test_a_bill_of_wechat_that_cannot_be_read_is_no_empty_one(
    wechat: WeChat, fake_wechat: FakeWeChat, old: str, new: str
) -> None:
    billed(wechat, fake_wechat)
    assert fake_wechat.bill is not None
    fake_wechat.bill = fake_wechat.bill.replace(old, new)
    with pytest.raises(ProviderError, match="unreadable"):
        wechat.statement(DAY)


def test_a_bill_of_alipay_is_read(alipay: Alipay, fake_alipay: FakeAlipay) -> None:
    paid_at_alipay(alipay, fake_alipay)
    rows = (
        fake_alipay.bill_row(ORDER, title='水费,电费"'),
        fake_alipay.bill_row(ORDER, "退款"),
    )
    fake_alipay.make_bill(*rows)
    one, back = alipay.statement(DAY)
    assert (one.kind, back.kind) == (LineKind.PAID, LineKind.REFUNDED)
    assert one.reference == back.reference == ORDER
    assert one.transaction == fake_alipay.trades[ORDER].number
    assert (one.amount, back.amount) == (4560, 4560)
    assert one.at.isoformat() == "2026-11-26T10:00:09+08:00"


def test_a_day_at_alipay_without_movement_has_no_lines(
    alipay: Alipay, fake_alipay: FakeAlipay
) -> None:
    assert alipay.statement(DAY) == ()
    fake_alipay.make_bill()
    assert alipay.statement(DAY) == ()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("\t,交易\t", "\t,别的\t"),
        ("2026-11-26 10:00:09", "gestern"),
        ("45.60\t,45.60", "x\t,45.60"),
        ("\t,0.00\t,0.00\t", "\t"),
    ],
)
def test_a_bill_of_alipay_that_cannot_be_read_is_no_empty_one(
    alipay: Alipay, fake_alipay: FakeAlipay, old: str, new: str
) -> None:
    paid_at_alipay(alipay, fake_alipay)
    row = fake_alipay.bill_row(ORDER)
    assert old in row
    fake_alipay.make_bill(row.replace(old, new))
    with pytest.raises(ProviderError, match="unreadable"):
        alipay.statement(DAY)


def test_a_bill_that_is_no_bill_is_not_read(
    alipay: Alipay, fake_alipay: FakeAlipay
) -> None:
    paid_at_alipay(alipay, fake_alipay)
    fake_alipay.make_bill(fake_alipay.bill_row(ORDER))
    assert fake_alipay.bill is not None
    for bad in (
        b"",
        b"<html>",
        fake_alipay.bill[: len(fake_alipay.bill) // 2],
        fake_alipay.bill[:-40],
    ):
        fake_alipay.bill = bad
        with pytest.raises(ProviderError, match="unreadable"):
            alipay.statement(DAY)


# -- each line of both --------------------------------------------------------------


WECHAT_HEAD = "交易时间,微信订单号,商户订单号,交易状态,商品名称,订单金额,申请退款金额"


def wechat_lines(*rows: tuple[str, ...], head: str = WECHAT_HEAD) -> bytes:
    lines = [head, *("`" + ",`".join(row) for row in rows), "总交易单数", "`2"]
    return "\ufeff{}\r\n".format("\r\n".join(lines)).encode()


def wechat_row(
    kind: str = "SUCCESS", paid: str = "80.00", back: str = "0.00"
) -> tuple[str, ...]:
    return "2026-11-26 10:00:09", "4200001", "order-1", kind, "费", paid, back


def test_a_line_of_wechat_says_which_way_how_much_and_when() -> None:
    paid, back, revoked = wechat_bill(
        wechat_lines(
            wechat_row(),
            wechat_row("REFUND", "80.00", "79.99"),
            wechat_row("REVOKED", "80.00", "80.00"),
        )
    )
    at = datetime.fromisoformat("2026-11-26T10:00:09+08:00")
    assert paid == StatementLine(LineKind.PAID, "order-1", "4200001", 8000, at)
    assert back == StatementLine(LineKind.REFUNDED, "order-1", "4200001", 7999, at)
    assert (revoked.kind, revoked.amount) == (LineKind.REFUNDED, 8000)


def test_the_oldest_merchants_have_other_columns() -> None:
    head = WECHAT_HEAD.replace("订单金额", "总金额").replace("申请退款", "退款")
    paid, back = wechat_bill(
        wechat_lines(wechat_row(), wechat_row("REFUND", "80.00", "7.00"), head=head)
    )
    assert (paid.amount, back.amount) == (8000, 700)


def test_what_was_asked_for_counts_and_not_what_is_settled() -> None:
    head = f"{WECHAT_HEAD},总金额,退款金额"
    paid, back = wechat_bill(
        wechat_lines(
            (*wechat_row(), "75.00", "0.00"),
            (*wechat_row("REFUND", "80.00", "80.00"), "75.00", "75.00"),
            head=head,
        )
    )
    assert (paid.amount, back.amount) == (8000, 8000)


@pytest.mark.parametrize("amount", ODD_YUAN)
def test_a_line_of_wechat_with_an_odd_amount_spoils_the_bill(amount: str) -> None:
    amount = amount.replace("\n", ";")  # else it would be another line
    for row in (wechat_row(paid=amount), wechat_row("REFUND", "80.00", amount)):
        with pytest.raises(ValueError, match=r".*"):
            wechat_bill(wechat_lines(wechat_row(), row))


def test_a_bill_of_wechat_without_its_columns_is_none() -> None:
    for bad in (b"", b"<html>", b"`1,`2"):
        with pytest.raises(ValueError, match="columns"):
            wechat_bill(bad)
    for row in (wechat_row()[:-1], (*wechat_row(), "more")):
        with pytest.raises(ValueError, match="argument"):
            wechat_bill(wechat_lines(row))
    assert wechat_bill(wechat_lines()) == ()


ALIPAY_HEAD = "支付宝交易号,商户订单号,业务类型,商品名称,完成时间,订单金额（元）"


def alipay_zip(*texts: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        for number, text in enumerate(texts):
            packed.writestr(f"{number}.csv", text.encode("gbk"))
    return file.getvalue()


def alipay_lines(*rows: str) -> bytes:
    details = "\r\n".join(["#业务明细列表", ALIPAY_HEAD, *rows, "#合计", ""])
    return alipay_zip("#业务汇总列表\r\n合计", details)


def alipay_row(kind: str = "交易", amount: str = "80.00", title: str = "费") -> str:
    return f"2088\t,order-1\t,{kind}\t,{title}\t,2026-11-26 10:00:09\t,{amount}\t"


def test_a_line_of_alipay_says_which_way_how_much_and_when() -> None:
    paid, back, plus = alipay_bill(
        alipay_lines(
            alipay_row(title="水费,电费,气费"),
            "",
            alipay_row("退款", "-79.99"),
            alipay_row("退款", "1.00"),
        )
    )
    at = datetime.fromisoformat("2026-11-26T10:00:09+08:00")
    assert paid == StatementLine(LineKind.PAID, "order-1", "2088", 8000, at)
    assert back == StatementLine(LineKind.REFUNDED, "order-1", "2088", 7999, at)
    assert plus.amount == 100


@pytest.mark.parametrize("amount", ODD_YUAN)
def test_a_line_of_alipay_with_an_odd_amount_spoils_the_bill(amount: str) -> None:
    amount = amount.replace(",", ";")  # else it would be another column
    spoilt = {alipay_row("交易", amount)}
    if amount not in ("-0.01", "-80.00"):  # so a refund is written
        spoilt.add(alipay_row("退款", amount))
    for row in spoilt:
        try:
            content = alipay_lines(alipay_row(), row)
        except UnicodeEncodeError:
            continue  # GBK has no such digit
        with pytest.raises(ValueError, match=r".*"):
            alipay_bill(content)


def test_two_files_of_details_are_read_and_none_is_no_bill() -> None:
    one = f"#业务明细列表\r\n{ALIPAY_HEAD}\r\n{alipay_row()}\r\n"
    assert len(alipay_bill(alipay_zip(one, one))) == 2
    with pytest.raises(ValueError, match="no details"):
        alipay_bill(alipay_zip("#业务汇总列表"))
    with pytest.raises(ValueError, match="zip"):
        alipay_bill(b"PK")


def test_a_bill_that_unpacks_to_too_much_is_not_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    bill = alipay_lines(alipay_row())
    with zipfile.ZipFile(io.BytesIO(bill)) as files:
        size = sum(each.file_size for each in files.infolist())
    monkeypatch.setattr(bills, "MOST_BYTES", size)
    assert len(alipay_bill(bill)) == 1
    monkeypatch.setattr(bills, "MOST_BYTES", size - 1)
    with pytest.raises(ValueError, match="size"):
        alipay_bill(bill)
