"""Contrast as WCAG 2.2 defines it."""

import pytest

from ui.theme import colours as c

WORDS = [
    (c.INK, c.WHITE),
    (c.INK, c.GROUND),
    (c.INK, c.PALE),
    (c.INK, c.PALE_PRESSED),
    (c.INK, c.SHADE),
    (c.QUIET, c.WHITE),
    (c.QUIET, c.GROUND),
    (c.QUIET, c.PALE),
    (c.QUIET, c.SHADE),
    (c.WHITE, c.PRIMARY),
    (c.WHITE, c.PRIMARY_PRESSED),
    (c.PRIMARY, c.WHITE),
    (c.STOP, c.GROUND),
    (c.NOTICE, c.WHITE),
    (c.NOTICE, c.PALE_NOTICE),
    (c.WHITE, c.VEIL),
]
PRESSED = [(c.QUIET, c.PALE_PRESSED), (c.NOTICE, c.PALE_PRESSED)]
SHAPES = [
    (c.EDGE, c.WHITE),
    (c.EDGE, c.GROUND),
    (c.PRIMARY, c.PALE),
    (c.PRIMARY, c.PALE_PRESSED),
    (c.DONE, c.PALE_DONE),
    (c.QUIET, c.SHADE),
    (c.NOTICE, c.PALE_NOTICE),
]


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (
        p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_measure_agrees_with_the_standard() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)


@pytest.mark.parametrize(("ink", "ground"), WORDS)
def test_words_stand_out_from_what_they_stand_on(ink: str, ground: str) -> None:
    assert contrast(ink, ground) >= 7


@pytest.mark.parametrize(("ink", "ground"), PRESSED)
def test_words_are_read_also_while_they_are_pressed(ink: str, ground: str) -> None:
    assert contrast(ink, ground) >= 4.5


@pytest.mark.parametrize(("shape", "ground"), SHAPES)
def test_icons_and_edges_can_be_seen(shape: str, ground: str) -> None:
    assert contrast(shape, ground) >= 3
