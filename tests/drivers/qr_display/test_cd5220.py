"""What two lines of ASCII can say, and what of it a display understands."""

import random

import pytest

from drivers.qr_display.cd5220 import COLUMNS, amount_line, caption_line
from drivers.simulators.customer_display import Glass


@pytest.mark.parametrize(
    ("caption", "shown"),
    [
        ("Medical insurance", "Medical insurance"),
        ("A caption that is much too long", "A caption that is mu"),
        ("城乡居民医疗保险", ""),
        ("请支付 ＡＢＣ１２", "ABC12"),
        ("Café\r\n\x1b@Zürich", "Cafe @Zurich"),
        ("", ""),
    ],
)
def test_a_caption_is_reduced_to_what_can_be_shown(caption: str, shown: str) -> None:
    assert caption_line(caption) == shown.ljust(COLUMNS)


@pytest.mark.parametrize(
    ("amount", "shown"),
    [
        (0, "CNY 0.00"),
        (5, "CNY 0.05"),
        (123450, "CNY 1,234.50"),
        (123456789012, "CNY 1,234,567,890.12"),
        (None, ""),
    ],
)
def test_an_amount_stands_at_the_right(amount: int | None, shown: str) -> None:
    assert amount_line(amount) == shown.rjust(COLUMNS)


@pytest.mark.parametrize("amount", [-1, 1_000_000_000_000])
def test_an_amount_that_cannot_be_shown_whole_is_refused(amount: int) -> None:
    with pytest.raises(ValueError, match="20 columns"):
        amount_line(amount)


def test_any_caption_stays_within_its_line() -> None:
    chance = random.Random(5)  # noqa: S311 - the same every time
    for _ in range(10_000):
        length = chance.randrange(40)
        caption = "".join(chr(chance.randrange(0x11000)) for _ in range(length))
        line = caption_line(caption)
        assert len(line) == COLUMNS
        assert all(" " <= sign <= "~" for sign in line)


def test_the_simulated_display_counts_what_it_does_not_understand() -> None:
    glass = Glass()
    for byte in b"\x1bQApart\r\x1bZ?\x1bQB" + b"9" * 21 + b"\r":
        glass.feed(byte)
    assert glass.lines == ["part".ljust(COLUMNS), "9" * COLUMNS]
    assert glass.unknown == 4
