"""Reads the daily bills that the real providers offer for download.

Neither quotes its values, though titles may contain commas. A charge that was reversed
after payment appears twice, once in each direction, like any refund.
"""

import io
import zipfile
import zlib
from collections.abc import Iterator

from central.payments.base import LineKind, StatementLine
from central.payments.wire import fen, moment

MOST_BYTES = 256 * 1024 * 1024
"""Of an unpacked bill: some million lines."""

_WECHAT_KINDS = {
    "SUCCESS": LineKind.PAID,
    "REFUND": LineKind.REFUNDED,
    "REVOKED": LineKind.REFUNDED,
}

_ALIPAY_KINDS = {"交易": LineKind.PAID, "退款": LineKind.REFUNDED}

_ALIPAY_TITLE = "商品名称"


def wechat_bill(content: bytes) -> tuple[StatementLine, ...]:
    """Read a bill of the type ALL: UTF-8, a grave accent before each value.

    Columns are found by name, since the oldest merchants have fewer of them.

    Raises:
        ValueError, KeyError: It is not such a bill.
    """
    rows = iter(content.decode("utf-8-sig").splitlines())
    columns = next(rows, "").split(",")
    if "商户订单号" not in columns:
        raise ValueError("columns")
    lines = []
    for row in rows:
        if not row.startswith("`"):
            break  # the sums follow
        told = _told(columns, row[1:].split(",`"))
        kind = _WECHAT_KINDS[told["交易状态"]]
        # What was asked for; what is settled is less where a coupon was used.
        paid = told.get("订单金额") or told.get("总金额")
        back = told.get("申请退款金额") or told.get("退款金额")
        lines.append(
            StatementLine(
                kind,
                told["商户订单号"],
                told["微信订单号"],
                fen(paid if kind is LineKind.PAID else back),
                moment(told["交易时间"]),
            )
        )
    return tuple(lines)


def alipay_bill(content: bytes) -> tuple[StatementLine, ...]:
    """Read a bill of the type trade: a ZIP of CSV files in GBK, details and sums.

    Raises:
        ValueError, KeyError: It is not such a bill.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content), metadata_encoding="gbk") as files:
            if sum(each.file_size for each in files.infolist()) > MOST_BYTES:
                raise ValueError("size")
            texts = [files.read(each).decode("gbk") for each in files.infolist()]
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError):
        raise ValueError("zip") from None
    details = [text for text in texts if "业务明细列表" in text]
    if not details:
        raise ValueError("no details")
    return tuple(line for text in details for line in _alipay_lines(text))


def _alipay_lines(text: str) -> Iterator[StatementLine]:
    columns: list[str] = []
    for line in text.splitlines():
        if not line.strip() or line.startswith("#"):
            continue  # who it is for, and the sums
        row = line.split(",")
        if not columns:
            columns = [each.strip() for each in row]
            continue
        more = len(row) - len(columns)
        if more > 0:  # a title with commas
            at = columns.index(_ALIPAY_TITLE)
            row[at : at + more + 1] = [",".join(row[at : at + more + 1])]
        told = _told(columns, row)
        kind, amount = _ALIPAY_KINDS[told["业务类型"]], told["订单金额（元）"]
        if kind is LineKind.REFUNDED:  # written as less than nothing
            amount = amount.removeprefix("-")
        yield StatementLine(
            kind,
            told["商户订单号"],
            told["支付宝交易号"],
            fen(amount),
            moment(told["完成时间"]),
        )


def _told(columns: list[str], values: list[str]) -> dict[str, str]:
    """Return a row as a dict by column names.

    Raises:
        ValueError: It has too many or too few values.
    """
    pairs = zip(columns, (value.strip() for value in values), strict=True)
    return dict(pairs)
