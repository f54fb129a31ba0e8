"""Comparison of people's names. Pure.

A card, a register and a keyboard write the same name in different ways, and all of them
are right. Names are therefore compared in a normalised form, never as they are.
"""

import re
import unicodedata

from contract import private_use

_SEPARATORS = re.compile(
    "["
    "."  # also U+FF0E, U+2024 and U+FE52, by NFKC
    "\u3002"  # ideographic full stop; also U+FF61
    "\u00b7"  # middle dot, used by GB/T 15834 and most registers; also U+0387
    "\u2022"  # bullet, typed by many input methods
    "\u2027\u2219\u22c5"  # hyphenation point, bullet operator, dot operator
    "\u25cf\u25e6\u26ab\u2981"  # circles used as a bullet
    "\u30fb"  # katakana middle dot; also U+FF65
    "\u2e31\u2e33\ua78f\u16eb\U00010101"  # middle dots of other scripts
    "]+"
)
"""Signs between the parts of a name, common among several nationalities in China."""

_ONE = "\u00b7"


def same_name(one: str, other: str) -> bool:
    """Return whether two spellings are the same person's name.

    Known code points of the private use area are read as the characters they stand
    for. All separators are equal; width, case and spaces are ignored.
    """
    return _plain(one) == _plain(other)


def _plain(name: str) -> str:
    known = unicodedata.normalize("NFKC", private_use.replaced(name))
    return _SEPARATORS.sub(_ONE, "".join(known.split())).casefold()
