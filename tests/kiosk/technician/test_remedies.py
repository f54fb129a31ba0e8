"""Every fault has a meaning and a remedy, in both languages."""

import pytest

from drivers.errors import Reason
from kiosk.technician.remedies import BUSY, NO_CODE, REMEDIES, UNREADABLE_CODE

REASONS = [*(str(reason) for reason in Reason), BUSY, NO_CODE, UNREADABLE_CODE]


def test_the_table_has_every_reason_and_no_other() -> None:
    assert set(REMEDIES) == set(REASONS)


@pytest.mark.parametrize("reason", REASONS)
def test_every_reason_has_a_meaning_and_every_fault_a_remedy(reason: str) -> None:
    meaning, action = REMEDIES[reason]
    for words in (meaning, *([] if reason == Reason.OK else [action])):
        assert words.en
        assert not is_chinese(words.en)
        assert is_chinese(words.zh_CN)


def is_chinese(text: str) -> bool:
    return any("\u4e00" <= character <= "\u9fff" for character in text)
