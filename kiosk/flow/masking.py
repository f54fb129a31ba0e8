"""Masks names and numbers after the person screen: `王*明`, `510411********1234`."""

from contract.numbers import mask as mask_number

__all__ = ["mask_name", "mask_number"]


def mask_name(name: str) -> str:
    """Mask the middle of a name; of two characters, the second.

    A name in Latin letters keeps its first word and the others' first letters.
    """
    words = name.split()
    if words and name.isascii():
        first, *rest = words
        return " ".join([first, *(f"{word[0]}***" for word in rest)])
    if len(name) <= 2:
        return f"{name[:1]}*"
    return f"{name[0]}{'*' * (len(name) - 2)}{name[-1]}"
