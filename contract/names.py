"""Names of people: when two of them are one. Pure.

A card, a register and a keyboard write a name in different ways, and none of them is
wrong. What is compared is therefore never the text itself.
"""

import re
import unicodedata

from contract import private_use

_SEPARATORS = re.compile(
    "["
    "."  # also U+FF0E, U+2024 and U+FE52, by NFKC
    "\u3002"  # ideographic full stop; also U+FF61
    "\u00b7"  # middle dot: what GB/T 15834 and most registers use; also U+0387
    "\u2022"  # bullet: what many input methods type
    "\u2027\u2219\u22c5"  # hyphenation point, bullet operator, dot operator
    "\u25cf\u25e6\u26ab\u2981"  # circles that stand in for a bullet
    "\u30fb"  # katakana middle dot; also U+FF65
    "\u2e31\u2e33\ua78f\u16eb\U00010101"  # other scripts' middle dots
    "]+"
)
"""Signs between the parts of a name, as people of many nations in China have it."""

_ONE = "\u00b7"


def same_name(one: str, other: str) -> bool:
    """Whether two names are the same person's, however they were written down.

    Characters that old systems keep in the private use area are what they stand for.
    All separators are one sign; width, case and spaces of letters do not count.
    """
    return _plain(one) == _plain(other)


def _plain(name: str) -> str:
    known = unicodedata.normalize("NFKC", private_use.replaced(name))
    return _SEPARATORS.sub(_ONE, "".join(known.split())).casefold()
