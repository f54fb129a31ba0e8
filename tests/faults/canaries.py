"""Invented people whose traces are looked for, in every way that text may be kept."""

import base64
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

CODECS = ("utf-8", "utf-16-le", "utf-16-be", "gb18030")


@dataclass(frozen=True)
class Trace:
    """Something of a person in a file; never what it is."""

    file: str
    canary: int
    form: str


def forms(canary: str) -> Iterator[tuple[str, bytes]]:
    """All that a text may look like on a disk, with a name for each."""
    for codec in CODECS:
        plain = canary.encode(codec)
        yield codec, plain
        yield f"{codec} as hex", plain.hex().encode()
        yield f"{codec} as HEX", plain.hex().upper().encode()
        for shift in range(3):
            yield f"{codec} as base64 + {shift}", _base64(plain, shift)
    escaped = canary.encode("unicode_escape")
    if escaped != canary.encode():
        yield "escaped", escaped
        yield "escaped as JSON", ascii_json(canary)


def ascii_json(text: str) -> bytes:
    """As JSON without other letters than ASCII has: with surrogates."""
    units = text.encode("utf-16-be").hex()
    return "".join(
        f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4)
    ).encode()


def _base64(plain: bytes, shift: int) -> bytes:
    """What is the same in base 64, whatever stands before and behind."""
    coded = base64.b64encode(bytes(shift) + plain)
    first = (shift * 8 + 5) // 6
    return coded[first : (shift + len(plain)) * 8 // 6]


def traces(files: Iterable[Path], canaries: tuple[str, ...]) -> list[Trace]:
    """Where canaries stand in raw files."""
    looked_for = [
        (number, form, needle)
        for number, canary in enumerate(canaries)
        for form, needle in forms(canary)
    ]
    found = []
    for file in files:
        try:
            content = file.read_bytes()
        except FileNotFoundError:
            continue  # in memory that all processes share, others come and go
        found += [
            Trace(file.name, number, form)
            for number, form, needle in looked_for
            if needle in content
        ]
    return found


def files_in(*folders: Path) -> list[Path]:
    """Every file that can be read, however deep."""
    return [
        path
        for folder in folders
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.is_symlink()
    ]
