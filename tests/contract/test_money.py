"""Amounts are exact, and written in one way."""

import pytest

from contract.money import plain_yuan, yuan
from ui.translation import amount_text


@pytest.mark.parametrize(
    ("fen", "written"),
    [
        (0, "0.00"),
        (1, "0.01"),
        (99, "0.99"),
        (100, "1.00"),
        (99_999, "999.99"),
        (100_000, "1,000.00"),
        (10**11, "1,000,000,000.00"),
        (-5, "-0.05"),
        (-123_450, "-1,234.50"),
    ],
)
def test_fen_as_yuan(fen: int, written: str) -> None:
    assert yuan(fen) == written
    assert plain_yuan(fen) == written.replace(",", "")
    if fen >= 0:  # the screens know the View alone, and so have their own
        assert amount_text(fen) == f"¥ {written}"
