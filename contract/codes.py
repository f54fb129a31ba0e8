"""Codes that people read from a slip and type: Crockford's base 32, in fours."""

import re

CODE_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: it has no letter that looks like a digit."""

CODE_LENGTH = 8
"""Characters of a collection code; 40 bits."""

_MISTAKEN = str.maketrans("OIL", "011")
"""Letters that Crockford's base 32 lacks, and the digits they are read as."""


def code_of(number: int, length: int = CODE_LENGTH) -> str:
    """Return the lowest bits of a number as a code, such as `7KQ2-M9XD`."""
    signs = "".join(CODE_ALPHABET[number >> 5 * n & 31] for n in range(length))
    return "-".join(signs[start : start + 4] for start in range(0, length, 4))


def plain_code(code: str) -> str:
    """Return a code without spaces and hyphens, in capital letters, for comparison."""
    return re.sub(r"[\s-]", "", code).upper()


def typed_code(code: str) -> str:
    """Return a typed code for comparison, with letters read as the digits they mean."""
    return plain_code(code).translate(_MISTAKEN)
