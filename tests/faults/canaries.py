"""Invented people whose traces are searched for, in every encoding of text."""

import base64
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

CODECS = ("utf-8", "utf-16-le", "utf-16-be", "gb18030")


@dataclass(frozen=True)
class Trace:
    """A place in a file where something of a person was found; never the text."""

    file: str
    canary: int
    form: str


def forms(canary: str) -> Iterator[tuple[str, bytes]]:
    """Return the forms that a text may have on a disk, by name."""
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
    """Return JSON with ASCII letters only: with surrogates."""
    units = text.encode("utf-16-be").hex()
    return "".join(
        f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4)
    ).encode()


def _base64(plain: bytes, shift: int) -> bytes:
    """Return the part of its base64 that is the same in any context."""
    coded = base64.b64encode(bytes(shift) + plain)
    first = (shift * 8 + 5) // 6
    return coded[first : (shift + len(plain)) * 8 // 6]


def traces(files: Iterable[Path], canaries: tuple[str, ...]) -> list[Trace]:
    """Return where canaries were found in raw files."""
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
            continue  # in shared memory, files of other processes come and go
        found += [
            Trace(file.name, number, form)
            for number, form, needle in looked_for
            if needle in content
        ]
    return found


def files_in(*folders: Path) -> list[Path]:
    """Yield every readable file, at any depth."""
    return [
        path
        for folder in folders
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.is_symlink()
    ]
