"""The printer's character generator: 12 × 24 Latin and 24 × 24 Chinese.

Like real ones it has only the two-byte characters of GB 18030: four-byte characters
print as question marks.
"""

from dataclasses import dataclass, field
from functools import cache

from PIL import Image, ImageDraw, ImageFont

_FONT = "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"
_MONOSPACED_SC = 7  # index of the font in the file
_HEIGHT, _LATIN, _CHINESE = 24, 12, 24
_DEFAULT_SPACING = 30  # dots from line to line


@dataclass
class Style:
    """Settings that `ESC @` resets."""

    wide: int = 1
    high: int = 1
    bold: bool = False
    align: int = 0
    spacing: int = _DEFAULT_SPACING
    chinese: bool = True


@dataclass
class Line:
    """The line in the print buffer, of at most `width` dots."""

    width: int
    glyphs: list[Image.Image] = field(default_factory=list)
    lead: bytes = b""  # first byte of an incomplete two-byte character

    def put(self, text: bytes, style: Style) -> list[bytes]:
        """Add text; return the rows of lines that became full."""
        full = []
        for character in self._characters(text, style):
            glyph = _glyph(character, style.wide, style.high, style.bold)
            if sum(old.width for old in self.glyphs) + glyph.width > self.width:
                full.append(self.take(style))
            self.glyphs.append(glyph)
        return full

    def take(self, style: Style) -> bytes:
        """Empty the buffer and return its rows, at least one line's spacing."""
        used = sum(glyph.width for glyph in self.glyphs)
        tall = max((glyph.height for glyph in self.glyphs), default=0)
        rows = max(tall, style.spacing)
        image = Image.new("1", (self.width, rows), 0)
        x = {1: (self.width - used) // 2, 2: self.width - used}.get(style.align, 0)
        for glyph in self.glyphs:
            image.paste(glyph, (x, tall - glyph.height))
            x += glyph.width
        self.glyphs.clear()
        return image.tobytes()

    def _characters(self, text: bytes, style: Style) -> list[str]:
        if not style.chinese:
            return [chr(byte) if byte < 0x80 else "?" for byte in text]
        data = self.lead + text
        self.lead = b""
        found = []
        at = 0
        while at < len(data):
            if data[at] < 0x80:
                found.append(chr(data[at]))
                at += 1
            elif at + 1 == len(data):
                self.lead = data[at:]
                break
            else:
                found.append(_two_bytes(data[at : at + 2]))
                at += 2
        return found


def _two_bytes(pair: bytes) -> str:
    try:
        return pair.decode("gb18030")
    except UnicodeDecodeError:
        return "?"


@cache
def _font() -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(_FONT, _HEIGHT, index=_MONOSPACED_SC)


@cache
def _glyph(character: str, wide: int, high: int, bold: bool) -> Image.Image:
    width = _LATIN if ord(character) < 0x80 else _CHINESE
    cell = Image.new("1", (width, _HEIGHT), 0)
    draw = ImageDraw.Draw(cell)
    for shift in (0, 1) if bold else (0,):
        draw.text((shift, _HEIGHT - 3), character, fill=1, font=_font(), anchor="ls")
    return cell.resize((width * wide, _HEIGHT * high), Image.Resampling.NEAREST)
