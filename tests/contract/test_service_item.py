"""What a definition may not say: it would hand out what nobody has paid or proven."""

from typing import Any

import pytest
from pydantic import ValidationError
from support.flow import item


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        (
            {"steps": ("identify", "fetch", "pay", "release"), "offline": "cached"},
            "no answer is shown",
        ),
        (
            {
                "steps": ("identify", "fetch", "release"),
                "offline": "cached",
                "identify": "optional",
            },
            "card's holder alone",
        ),
        (
            {"steps": ("fetch", "review", "print"), "identify": "none"},
            "about a person",
        ),
    ],
)
def test_a_definition_that_would_hand_out_too_much_is_refused(
    changes: dict[str, Any], why: str
) -> None:
    with pytest.raises(ValidationError, match=why):
        item(**changes)
