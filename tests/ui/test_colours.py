"""Contrast as WCAG 2.2 defines it."""

import pytest

from ui.theme import colours as c

ON = [
    (c.INK, c.WHITE),
    (c.INK, c.GROUND),
    (c.INK, c.PALE),
    (c.INK, c.SHADE),
    (c.QUIET, c.WHITE),
    (c.QUIET, c.GROUND),
    (c.WHITE, c.PRIMARY),
    (c.WHITE, c.PRIMARY_PRESSED),
    (c.INK, c.PALE_PRESSED),
    (c.PRIMARY, c.PALE),
    (c.STOP, c.GROUND),
    (c.DONE, c.PALE_DONE),
    (c.NOTICE, c.PALE_NOTICE),
    (c.NOTICE, c.WHITE),
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


@pytest.mark.parametrize(("ink", "ground"), ON)
def test_words_stand_out_from_what_they_stand_on(ink: str, ground: str) -> None:
    assert contrast(ink, ground) >= 6.5


@pytest.mark.parametrize("ground", [c.WHITE, c.GROUND])
def test_the_edge_of_a_button_can_be_seen(ground: str) -> None:
    assert contrast(c.EDGE, ground) >= 3
