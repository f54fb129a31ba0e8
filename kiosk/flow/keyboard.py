"""Applies the screen's keys to an answer, one character at a time.

A key that the keyboard does not have is ignored. The field itself checks whether the
answer is valid, once it is complete.
"""

import string

from view import Erase, Intent, Key, Keys

RESCUE = "应急"
"""A single key, for number plates of fire and rescue vehicles."""

_NUMBERS = frozenset(string.digits)
_LETTERS = frozenset(string.digits + string.ascii_uppercase)
_CHARACTERS = {
    Keys.CHOICE: frozenset[str](),
    Keys.MONTH: frozenset[str](),
    Keys.DIGITS: _NUMBERS,
    Keys.CITIZEN_NUMBER: _NUMBERS | {"X"},
    Keys.AMOUNT: _NUMBERS | {"."},
    Keys.LETTERS: _LETTERS,
}


def typed(value: str, intent: Intent, keys: Keys, longest: int) -> str | None:
    """Return the answer after a key, or None if `intent` is no key of this keyboard."""
    match intent:
        case Key(character):
            character = character.upper()
            if not _has(keys, character):
                return None
            fits = len(value) + len(character) <= longest
            return value + character if fits else value
        case Erase(everything):
            last = len(RESCUE) if value.endswith(RESCUE) else 1
            return "" if everything else value[:-last]
    return None


def _has(keys: Keys, character: str) -> bool:
    if keys is Keys.PLATE:  # provinces and suffixes are Chinese characters
        chinese = len(character) == 1 and "\u4e00" <= character <= "\u9fff"
        return character in _LETTERS or chinese or character == RESCUE
    return character in _CHARACTERS[keys]
