"""Names of people: when two of them are one. Pure.

A card, a register and a keyboard write a name in different ways, and none of them is
wrong. What is compared is therefore never the text itself.
"""

import re
import unicodedata

_RUNS = (
    (0xE76C, "\u20ac"),
    (0xE78D, "\ufe10\ufe12\ufe11\ufe13\ufe14\ufe15\ufe16\ufe17\ufe18\ufe19"),
    (0xE7C7, "\u1e3f\u01f9"),
    (
        0xE7E7,
        "\u303e\u2ff0\u2ff1\u2ff2\u2ff3\u2ff4\u2ff5\u2ff6\u2ff7\u2ff8\u2ff9\u2ffa\u2ffb",
    ),
    (
        0xE815,
        "⺁𠂇𠂉𠃌⺄㑳㑇⺈⺋龴㖞㘚㘎⺌⺗㥮㤘龵㧏㧟"
        "㩳㧐龶龷㭎㱮㳠⺧𡗗龸⺪䁖䅟⺮䌷⺳⺶⺷𢦏䎱"
        "䎬⺻䏝䓖䙡䙌龹䜣䜩䝼䞍⻊䥇䥺䥽䦂䦃䦅䦆䦟"
        "䦛䦷䦶龺𤇾䲣䲟䲠䲡䱷䲢䴓䴔䴕䴖䴗䴘䴙䶮龻",
    ),
)
"""Runs of private-use code points in which GBK and GB 18030-2000 kept characters, and
the characters; `drivers.private_use` tells more, and a test compares the two."""

PRIVATE_USE = {
    first + at: character for first, run in _RUNS for at, character in enumerate(run)
}
"""Private-use code point to the character that is meant."""

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
    known = unicodedata.normalize("NFKC", name.translate(PRIVATE_USE))
    return _SEPARATORS.sub(_ONE, "".join(known.split())).casefold()
