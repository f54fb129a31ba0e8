"""Layout of a receipt: text is wrapped and positioned in dots.

One dot is 0.125 mm (203 dpi). The paper's own margin of about 4 mm at each side is
outside the printable width, so lines use all of it: 24 Chinese characters on 80 mm
paper, 16 on 58 mm. Qt breaks lines according to UAX #14: Chinese between any two
characters but not before closing punctuation, Latin between words.

Names may contain rare characters, and a wrong name is worse than none: a character that
no installed font can draw is refused here, before a byte is sent to the printer.
"""

import math
import re
from dataclasses import dataclass, field

import qrcode
import qrcode.exceptions
from PySide6.QtCore import QPointF
from PySide6.QtGui import (
    QFont,
    QFontMetricsF,
    QGlyphRun,
    QTextLayout,
    QTextLine,
    QTextOption,
)

from drivers.base import Align, Pair, QrCode, Receipt, Rule, Size, Table, Text
from drivers.errors import DriverError, Reason

FONT = "Noto Sans CJK SC"

DOTS = {Size.NORMAL: 24, Size.EMPHASISED: 32, Size.LARGE: 48}
"""Side length of a character's square."""

_PITCH = {Size.NORMAL: 34, Size.EMPHASISED: 44, Size.LARGE: 64}
_SPACE = {Size.NORMAL: 0, Size.EMPHASISED: 8, Size.LARGE: 4}  # above and below
# Share of the square above the base line in Noto Sans CJK.
_ASCENT = 0.88

_TOP, _BOTTOM = 8, 24  # blank rows; the cutter adds 12 mm at the top
_GAP = 16  # between a label and its value, and between columns
_RULE = 2  # thickness; a line of one dot fades on a worn print head
_RULE_SPACE = 12  # above and below
_HEADER_SPACE = 6  # around the line under a table's header
_WRAPPED_SPACE = 8  # after a table's row with several lines, to separate rows
_LABEL_SHARE = 0.4  # of the width, at most, if a pair does not fit one line

_QR_QUIET = 4  # modules, as ISO/IEC 18004 requires
_QR_DOTS = 200  # 25 mm: smaller codes fail when slightly rotated and blurred
_QR_MODULE = 4  # dots; a module of 0.5 mm survives a worn print head

# Never printed, even if a font has a glyph: control characters, surrogates, U+FFFD
# (data was already lost), private use (differs between fonts), and characters that
# change the direction of text.
_FORBIDDEN = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff"
    "\ue000-\uf8ff\ufffd\U000f0000-\U0010ffff]"
)

_WORD = re.compile(r"[^\s\u2e80-\U0003ffff]+")


class UnprintableError(DriverError):
    """No installed font has a glyph for a character.

    The detail names the group of 256 code points, not the character, which may be part
    of a person's name.
    """

    def __init__(self, code_point: int) -> None:
        group = f"U+{code_point >> 8:02X}xx"
        super().__init__(Reason.UNPRINTABLE_CHARACTER, f"no shape for one in {group}")


@dataclass(frozen=True)
class PlacedText:
    """Wrapped lines with their positions, all relative to `x` and `y`."""

    layout: QTextLayout
    x: int
    y: int


@dataclass(frozen=True)
class PlacedRule:
    """A black bar from edge to edge."""

    y: int
    rows: int


@dataclass(frozen=True)
class PlacedQr:
    """A QR code's modules (rows of booleans, without quiet zone), position and size."""

    matrix: list[list[bool]]
    x: int
    y: int
    module: int


@dataclass
class Page:
    """Everything on a receipt, and the number of rows it needs."""

    width: int
    rows: int = _TOP
    texts: list[PlacedText] = field(default_factory=list)
    rules: list[PlacedRule] = field(default_factory=list)
    codes: list[PlacedQr] = field(default_factory=list)


def lay_out(receipt: Receipt, width: int) -> Page:
    """Place a receipt's blocks on paper of `width` dots.

    Needs a QGuiApplication in the process; may run in any thread.

    Raises:
        UnprintableError: A character cannot be drawn.
        ValueError: A table's row and header have different lengths, or a QR code is
            too large for the paper.
    """
    return _Typesetter(width).set(receipt)


class _Typesetter:
    def __init__(self, width: int) -> None:
        self._page = Page(width)
        self._width = width
        self._fonts: dict[tuple[Size, bool], QFont] = {}
        self._option = QTextOption()
        self._option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)

    def set(self, receipt: Receipt) -> Page:
        for block in receipt.blocks:
            match block:
                case Text():
                    self._text(block)
                case Pair():
                    self._pair(block)
                case Table():
                    self._table(block)
                case Rule():
                    self._rule(_RULE, _RULE_SPACE)
                case QrCode():
                    self._qr(block)
        self._page.rows += _BOTTOM
        return self._page

    # -- blocks ------------------------------------------------------------------

    def _text(self, block: Text) -> None:
        space = _SPACE[block.size]
        self._page.rows += space
        self._page.rows += self._column(
            block.text,
            0,
            self._width,
            block.size,
            bold=block.bold,
            centred=block.align is Align.CENTRE,
        )
        self._page.rows += space

    def _pair(self, block: Pair) -> None:
        label_width = self._advance(block.label, block.bold)
        value_width = self._advance(block.value, block.bold)
        one_line = "\n" not in block.label + block.value
        if one_line and label_width + _GAP + value_width <= self._width:
            label_column = self._width - _GAP - value_width
        else:
            label_column = min(label_width, int(self._width * _LABEL_SHARE))
        value_at = label_column + _GAP
        self._page.rows += max(
            self._column(block.label, 0, label_column, bold=block.bold),
            self._column(
                block.value, value_at, self._width - value_at, bold=block.bold
            ),
        )

    def _table(self, block: Table) -> None:
        if any(len(row) != len(block.header) for row in block.rows):
            raise ValueError("every row needs as many cells as the header")
        columns = self._columns(block)
        self._row(block.header, columns, block.right, bold=True)
        self._rule(1, _HEADER_SPACE)
        for row in block.rows:
            self._row(row, columns, block.right, bold=False)

    def _rule(self, rows: int, space: int) -> None:
        self._page.rules.append(PlacedRule(self._page.rows + space, rows))
        self._page.rows += space + rows + space

    def _qr(self, block: QrCode) -> None:
        code = qrcode.QRCode(
            error_correction=qrcode.constants.ERROR_CORRECT_M, border=0
        )
        try:
            code.add_data(block.data)
            code.make(fit=True)
        except (qrcode.exceptions.DataOverflowError, ValueError) as error:
            raise ValueError("too much for one QR code") from error
        matrix = code.get_matrix()
        modules = len(matrix)
        least = math.ceil(_QR_DOTS / modules)
        widest = self._width // (modules + 2 * _QR_QUIET)
        module = min(max(least, _QR_MODULE), widest)
        if module < max(least, 2):
            raise ValueError("a QR code is too dense for this paper")
        size, quiet = modules * module, _QR_QUIET * module
        x, y = (self._width - size) // 2, self._page.rows + quiet
        self._page.codes.append(PlacedQr(matrix, x, y, module))
        self._page.rows = y + size + quiet

    # -- columns of a table ------------------------------------------------------

    def _columns(self, block: Table) -> list[tuple[int, int]]:
        """Return the start and the width of each column."""
        count = len(block.header)
        natural = [
            max(
                self._advance(block.header[n], bold=True),
                *(self._advance(row[n], bold=False) for row in block.rows),
                0,
            )
            for n in range(count)
        ]
        room = self._width - _GAP * (count - 1)
        widths = natural if sum(natural) <= room else self._squeezed(block, natural)
        # The spare width goes into the gaps, so that the table fills the paper's width.
        spare, gaps = self._width - sum(widths), max(count - 1, 1)
        starts = [sum(widths[:n]) + spare * n // gaps for n in range(count)]
        return list(zip(starts, widths, strict=True))

    def _squeezed(self, block: Table, natural: list[int]) -> list[int]:
        """Return reduced widths; numbers are wrapped last, as that is misleading."""
        least = [
            max(
                self._word(block.header[n], bold=True),
                *(
                    (self._advance if n in block.right else self._word)(row[n], False)
                    for row in block.rows
                ),
                min(wide, 3 * DOTS[Size.NORMAL]),
            )
            for n, wide in enumerate(natural)
        ]
        room = self._width - _GAP * (len(natural) - 1)
        if sum(least) > room:
            return [room * wide // sum(least) for wide in least]
        wanted = [wide - low for wide, low in zip(natural, least, strict=True)]
        spare = room - sum(least)
        return [
            low + spare * more // sum(wanted)
            for low, more in zip(least, wanted, strict=True)
        ]

    def _row(
        self,
        cells: tuple[str, ...],
        columns: list[tuple[int, int]],
        right: frozenset[int],
        *,
        bold: bool,
    ) -> None:
        rows = max(
            self._column(cell, start, width, bold=bold, right=n in right)
            for n, (cell, (start, width)) in enumerate(zip(cells, columns, strict=True))
        )
        wrapped = rows > _PITCH[Size.NORMAL]
        self._page.rows += rows + (_WRAPPED_SPACE if wrapped else 0)

    # -- text --------------------------------------------------------------------

    def _font(self, size: Size, bold: bool) -> QFont:
        if (size, bold) not in self._fonts:
            font = QFont(FONT)
            font.setPixelSize(DOTS[size])
            font.setBold(bold)
            font.setStyleStrategy(QFont.StyleStrategy.NoAntialias)
            # Whole-dot widths and stems: 24 characters fill 576 dots exactly.
            font.setHintingPreference(QFont.HintingPreference.PreferFullHinting)
            self._fonts[size, bold] = font
        return self._fonts[size, bold]

    def _advance(self, text: str, bold: bool) -> int:
        metrics = QFontMetricsF(self._font(Size.NORMAL, bold))
        clean = _clean(text)
        return max(math.ceil(_extent(metrics, p)) for p in clean.split("\n"))

    def _word(self, text: str, bold: bool) -> int:
        """Return the width of the longest word that is not Chinese."""
        return max(
            (self._advance(word, bold) for word in _WORD.findall(text)), default=0
        )

    def _column(
        self,
        text: str,
        x: int,
        width: int,
        size: Size = Size.NORMAL,
        *,
        bold: bool = False,
        centred: bool = False,
        right: bool = False,
    ) -> int:
        """Wrap text into a column at the page's end; return the rows it needs."""
        clean = _clean(text)
        layout = QTextLayout(
            clean.replace("\n", "\N{LINE SEPARATOR}"), self._font(size, bold)
        )
        layout.setTextOption(self._option)
        layout.setCacheEnabled(True)
        pitch = _PITCH[size]
        base = (pitch - DOTS[size]) // 2 + round(DOTS[size] * _ASCENT)
        rows = 0
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(width)
            left = _indent(line, width, centred=centred, right=right)
            line.setPosition(QPointF(left, rows + base - line.ascent()))
            rows += pitch
        layout.endLayout()
        _refuse_missing(layout, clean)
        self._page.texts.append(PlacedText(layout, x, self._page.rows))
        return rows


def _extent(metrics: QFontMetricsF, text: str) -> float:
    """Return the width used for line breaking, with the last letter's overhang."""
    overhang = -metrics.rightBearing(text[-1]) if text else 0
    return metrics.horizontalAdvance(text) + max(overhang, 0)


def _indent(line: QTextLine, width: int, *, centred: bool, right: bool) -> int:
    free = width - math.ceil(line.naturalTextWidth())
    if right:
        return max(free, 0)
    return max(free // 2, 0) if centred else 0


def _clean(text: str) -> str:
    clean = text.replace("\r\n", "\n").replace("\t", " ")
    if found := _FORBIDDEN.search(clean):
        raise UnprintableError(ord(found[0]))
    return clean


def _refuse_missing(layout: QTextLayout, text: str) -> None:
    """Raise if any glyph is number 0, which is `.notdef` in every font.

    Qt searches all installed fonts, so 0 means that none has the character.
    """
    if all(0 not in run.glyphIndexes() for run in layout.glyphRuns()):
        return
    flags = (
        QTextLayout.GlyphRunRetrievalFlag.RetrieveGlyphIndexes
        | QTextLayout.GlyphRunRetrievalFlag.RetrieveStringIndexes
    )
    units = text.encode("utf-16-le")
    for run in layout.glyphRuns(-1, -1, flags):
        _refuse_in(run, units)


def _refuse_in(run: QGlyphRun, units: bytes) -> None:
    for glyph, index in zip(run.glyphIndexes(), run.stringIndexes(), strict=True):
        if glyph == 0:
            pair = units[2 * index : 2 * index + 4].decode("utf-16-le", "replace")
            raise UnprintableError(ord(pair[0]))
