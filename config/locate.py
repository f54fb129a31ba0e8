"""Finds the line of each key in a TOML file, which `tomllib` does not report.

It reads only text that `tomllib` has accepted, so it need not detect mistakes. It must
find exactly the keys that `tomllib` found; otherwise it has misread the file and
returns no lines rather than wrong ones.
"""

import re
import tomllib
from bisect import bisect_right
from typing import Any

KeyPath = tuple[str | int, ...]
"""Names of keys, and indices (from 0) of the entries of lists."""

_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_SPACE = re.compile(r"[ \t]*")
_KEY = re.compile(r"""[A-Za-z0-9_-]+|"(?:\\.|[^"\\])*"|'[^']*'""")
# A multi-line string may end in one or two quotes of its own.
_TEXT = re.compile(
    r'"""(?:\\.|[^\\])*?"""(?:"{0,2})'
    r"|'''.*?'''(?:'{0,2})"
    r'|"(?:\\.|[^"\\])*"'
    r"|'[^']*'",
    re.DOTALL,
)
_BARE = re.compile(r"[^,\]}#\n]*")


def key_lines(text: str, data: dict[str, Any]) -> dict[KeyPath, int]:
    """Find the line of each table, key and list entry.

    Args:
        text: The TOML document.
        data: The result of `tomllib.loads(text)`.

    Returns:
        Path to line, counted from 1. A table has the line of its header, or of the
        first key that created it. Empty if the text could not be followed.
    """
    try:
        lines = _Scanner(text).scan()
    except (IndexError, tomllib.TOMLDecodeError):
        return {}  # syntax that this scanner does not support
    return lines if lines.keys() == _paths(data) else {}


def _paths(value: Any, path: KeyPath = ()) -> set[KeyPath]:
    entries: list[tuple[str | int, Any]] = []
    if isinstance(value, dict):
        entries = list(value.items())
    elif isinstance(value, list):
        entries = list(enumerate(value))
    found = {path} if path else set()
    for key, entry in entries:
        found |= _paths(entry, (*path, key))
    return found


class _Scanner:
    """One pass over a document; `at` is the current position."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.breaks = [match.start() for match in re.finditer("\n", text)]
        self.lines: dict[KeyPath, int] = {}
        self.last: dict[KeyPath, int] = {}  # current entry of each array of tables

    def scan(self) -> dict[KeyPath, int]:
        table: KeyPath = ()
        while self._skip(_BLANK) < len(self.text):
            if self.text.startswith("[", self.at):
                table = self._header()
            else:
                self._pair(table)
        return self.lines

    def _header(self) -> KeyPath:
        """`[table]` or `[[array of tables]]`."""
        line = self._line()
        brackets = 2 if self.text.startswith("[[", self.at) else 1
        self.at += brackets
        *parents, name = self._dotted()
        self.at += brackets
        path: KeyPath = ()
        for key in parents:
            path = self._enter((*path, key), line)
        path = (*path, name)
        if brackets == 2:
            self.lines.setdefault(path, line)
            self.last[path] = self.last.get(path, -1) + 1
            path = (*path, self.last[path])
        self.lines[path] = line
        return path

    def _enter(self, path: KeyPath, line: int) -> KeyPath:
        self.lines.setdefault(path, line)
        return (*path, self.last[path]) if path in self.last else path

    def _pair(self, table: KeyPath) -> None:
        """`key = value`, where `key` may be dotted."""
        line = self._line()
        path = table
        for key in self._dotted():
            path = (*path, key)
            self.lines.setdefault(path, line)
        self.at += 1  # the equals sign
        self._skip(_SPACE)
        self._value(path)

    def _value(self, path: KeyPath) -> None:
        if self.text.startswith(("[", "{"), self.at):
            self._entries(path, "]" if self.text[self.at] == "[" else "}")
        elif self.text.startswith(('"', "'"), self.at):
            self._take(_TEXT)
        else:
            self._take(_BARE)

    def _entries(self, path: KeyPath, end: str) -> None:
        """Scan a list or an inline table up to its `end`."""
        self.at += 1
        index = 0
        while self.text[self._skip(_BLANK)] != end:
            if end == "}":
                self._pair(path)
            else:
                self.lines[(*path, index)] = self._line()
                self._value((*path, index))
                index += 1
            if self.text[self._skip(_BLANK)] == ",":
                self.at += 1
        self.at += 1

    def _dotted(self) -> list[str]:
        keys = []
        while True:
            self._skip(_SPACE)
            raw = self._take(_KEY)
            quoted = raw[0] in "\"'"
            keys.append(tomllib.loads(f"key = {raw}")["key"] if quoted else raw)
            if self.text[self._skip(_SPACE)] != ".":
                return keys
            self.at += 1

    def _take(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self.text, self.at)
        if match is None:
            raise IndexError(self.at)
        self.at = match.end()
        return match.group()

    def _skip(self, pattern: re.Pattern[str]) -> int:
        self._take(pattern)
        return self.at

    def _line(self) -> int:
        return bisect_right(self.breaks, self.at - 1) + 1
