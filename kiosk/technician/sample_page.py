"""The test page of a printer, on a roll or on A4."""

import zlib

from drivers.base import Align, Pair, QrCode, Receipt, Rule, Size, Table, Text

A4_DOTS = 1600
"""The width of the A4 page at 203 dpi, less a margin of 5 mm on each side."""

_A4 = (595, 842)  # points
_MARGIN = 14  # points


def sample(device: str, at: str) -> Receipt:
    """Return a page with sizes, Chinese and Latin, rare characters, columns and a code.

    Args:
        device: The device's role and backend.
        at: The time as printed on the page.
    """
    return Receipt(
        (
            Text("打印测试 · Test page", Size.LARGE, Align.CENTRE, bold=True),
            Text("非凭证，可丢弃。Not a receipt: throw it away.", align=Align.CENTRE),
            Rule(),
            Pair("设备 Device", device),
            Pair("时间 Time", at),
            Rule(),
            Text("大 Large 123", Size.LARGE),
            Text("中 Emphasised 123", Size.EMPHASISED),
            Text("小 Normal 123 · 粗体", bold=True),
            Text("生僻字 Rare: 𬱖 㛃 䶮 𠅤 · ０Ｏ １Ｉｌ ￥"),
            Rule(),
            Table(
                ("项目 Item", "数量 Qty", "金额 Yuan"),
                (("测试 Test", "1", "0.00"), ("合计 Sum", "1", "1,234.56")),
                right=frozenset({1, 2}),
            ),
            Rule(),
            QrCode("ONETRIP-TEST-PAGE"),
            Text(
                "左右边线完整、二维码可扫、已切纸：正常。",
                align=Align.CENTRE,
            ),
            Text(
                "Both ends of the lines whole, the code scans, the paper is cut: "
                "all is well.",
                align=Align.CENTRE,
            ),
            Rule(),
        )
    )


def as_pdf(receipt: Receipt) -> bytes:
    """Return the page as PDF on A4: one image (PDF 1.4, ISO 32000-1).

    Needs a QGuiApplication (`drivers.receipt_printer.raster.ensure_gui`).
    """
    from drivers.receipt_printer import raster  # imported late: it loads Qt

    drawn = raster.draw(receipt, A4_DOTS)
    dots = zlib.compress(drawn.data)
    width, height = _A4[0] - 2 * _MARGIN, _A4[1] - 2 * _MARGIN
    tall = min(width * drawn.rows / drawn.width, height)
    content = (
        f"q {width} 0 0 {tall:.2f} {_MARGIN} {_A4[1] - _MARGIN - tall:.2f} cm "
        "/Page Do Q"
    ).encode()
    return _file(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %d %d] /Contents 4 0 R "
        b"/Resources << /XObject << /Page 5 0 R >> >> >>" % _A4,
        b"<< /Length %d >>\nstream\n%b\nendstream" % (len(content), content),
        b"<< /Type /XObject /Subtype /Image /Width %d /Height %d /ImageMask true "
        b"/BitsPerComponent 1 /Decode [1 0] /Filter /FlateDecode /Length %d >>\n"
        b"stream\n%b\nendstream" % (drawn.width, drawn.rows, len(dots), dots),
    )


def _file(*objects: bytes) -> bytes:
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\n" % (len(objects) + 1)
    out += b"startxref\n%d\n%%%%EOF\n" % table
    return bytes(out)
