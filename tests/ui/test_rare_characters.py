"""Names with rare characters are never shown as a box."""

import pytest
from PySide6.QtGui import QGlyphRun, QImage, QPainter, QTextLayout
from PySide6.QtWidgets import QApplication

from ui.theme.look import NUMBER, Look

UNASSIGNED = "\U000effff"  # no font has it: it shows as the box


def runs(text: str) -> list[QGlyphRun]:
    layout = QTextLayout(text, Look().font(NUMBER, bold=True))
    layout.beginLayout()
    layout.createLine()
    layout.endLayout()
    return list(layout.glyphRuns())


def picture(text: str) -> QImage:
    image = QImage(2 * NUMBER, 2 * NUMBER, QImage.Format.Format_Grayscale8)
    image.fill(255)
    painter = QPainter(image)
    painter.setFont(Look().font(NUMBER, bold=True))
    painter.drawText(image.rect(), 0, text)
    painter.end()
    return image


@pytest.mark.parametrize("character", "𬱖䶮𠮷㛃王")
def test_it_is_drawn_and_not_boxed(qapp: QApplication, character: str) -> None:
    drawn = runs(character)
    # the mainland's forms: other CJK fonts draw some characters differently
    assert {run.rawFont().familyName() for run in drawn} == {"Noto Sans CJK SC"}
    glyphs = [index for run in drawn for index in run.glyphIndexes()]
    assert glyphs
    assert 0 not in glyphs  # glyph 0 is .notdef
    assert picture(character) != picture(UNASSIGNED)
    assert picture(character) != picture(" ")


def test_a_character_that_no_font_has_is_told_apart(qapp: QApplication) -> None:
    glyphs = [index for run in runs(UNASSIGNED) for index in run.glyphIndexes()]
    assert not glyphs or 0 in glyphs
