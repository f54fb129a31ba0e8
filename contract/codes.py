"""Codes that people read from a slip and type: Crockford's base 32, in fours."""

import re

CODE_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no letter that can be taken for a digit."""

CODE_LENGTH = 8
"""Characters of a collection code: 40 bits."""

_MISTAKEN = str.maketrans("OIL", "011")
"""What Crockford's base 32 takes a letter for that it does not have."""


def code_of(number: int, length: int = CODE_LENGTH) -> str:
    """The lowest bits of a number as a code: `7KQ2-M9XD`."""
    signs = "".join(CODE_ALPHABET[number >> 5 * n & 31] for n in range(length))
    return "-".join(signs[start : start + 4] for start in range(0, length, 4))


def plain_code(code: str) -> str:
    """A code as it is compared: without spaces and hyphens, in capital letters."""
    return re.sub(r"[\s-]", "", code).upper()


def typed_code(code: str) -> str:
    """A code as somebody has typed it, with letters that look like digits as those."""
    return plain_code(code).translate(_MISTAKEN)
