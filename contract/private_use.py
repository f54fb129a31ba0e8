"""Characters that GBK and GB 18030-2000 map to Unicode's private use area. Pure.

When GBK was published, Unicode lacked 95 of its characters, so they were assigned to
the private use area; GB 18030-2000 left 24 of them there. Today all have their own code
points, which GB 18030-2005 and -2022 use. Cards still hold the old ones, and Python's
decoder returns them: U+E863 for the second character of 何䶮欣.

The code points follow the unassigned places of GBK in order (A: Python's decoder
implements the standard of 2000, glibc's that of 2005, and they agree). All other
private-use characters depend on the font's vendor and are left unchanged.
"""

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
"""The first code point of a run, and the run's characters in order."""

CHARACTERS = {
    first + at: character for first, run in _RUNS for at, character in enumerate(run)
}
"""Private-use code point to its character."""


def replaced(text: str) -> str:
    """Return the text with known private-use code points replaced."""
    return text.translate(CHARACTERS)
