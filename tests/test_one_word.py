"""Where two rooms that may not know each other keep the same words."""

from enum import StrEnum
from typing import get_args

import pytest

import config.settings
import contract.model
import contract.records
import view
import view.words


@pytest.mark.parametrize("name", ["Grade", "RatingReason", "Paper"])
def test_the_screens_and_the_contract_say_the_same(name: str) -> None:
    seen: type[StrEnum] = getattr(view, name)
    agreed: type[StrEnum] = getattr(contract.records, name)
    words = {each.name: each.value for each in agreed}
    assert {each.name: each.value for each in seen} == words


def test_the_languages_are_the_same_everywhere() -> None:
    languages = get_args(contract.model.Language)
    assert get_args(view.words.Language) == languages
    assert get_args(config.settings.Language) == languages
