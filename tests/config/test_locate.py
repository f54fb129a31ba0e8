"""Every key is found on its line, in whatever way the file is written."""

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.locate import KeyPath, key_lines


def lines_of(text: str) -> dict[KeyPath, int]:
    return key_lines(text, tomllib.loads(text))


@pytest.mark.parametrize(
    ("text", "path", "line"),
    [
        ("a = 1\nb = 2", ("b",), 2),
        ("# [a]\n\n  [ a . b ] # c\n\tc = 1", ("a", "b"), 3),
        ("[a.b]\n[a]\nc = 1", ("a",), 2),  # its own header, though another came first
        ("[a.b]\nc = 1", ("a",), 1),
        ("a.b.c = 1\na.b.d = 2", ("a", "b", "d"), 2),
        ("a.b.c = 1\na.b.d = 2", ("a", "b"), 1),
        ("[[a]]\n[[a]]\nb = 1", ("a", 1), 2),
        ("[[a]]\n[[a.b]]\n[[a]]\n[[a.b]]\n[a.b.c]\nd = 1", ("a", 1, "b", 0, "c"), 5),
        ("[[a]]\nb = 1\n[[a]]\nb = 1", ("a", 1, "b"), 4),
        ('a = [\n  1, # ]\n  "]", [\n\n2 ],\n]', ("a", 2, 0), 5),
        ('a = """\n\\"""\nb = 1\n""""\nb = 2', ("b",), 5),
        ("a = '''\n[b]\n\\'''''\nb = 2", ("b",), 4),
        ("a = { b = 1, c = { d = [ {}, { e = 1 } ] } }", ("a", "c", "d", 1, "e"), 1),
        ('a = { b = [\n1,\n2 ], c = """\n""" }\nd = 1', ("a", "b", 1), 3),
        ('"a.b" = 1\n\'c d\' = 2\n"\\u00e9" = 3', ("é",), 3),
        ('a."b c".d = 1', ("a", "b c", "d"), 1),
        ("a = 1979-05-27 07:32:00 # at b\nb = 1", ("b",), 2),
        ("a = 1\r\n\r\n[b]\r\nc = 1\r\n", ("b", "c"), 4),
        ("a = ''\nb = \"\"\nc = 1", ("c",), 3),
        ('a = "#"\nb = "\\\\" # "\nc = 1', ("c",), 3),
    ],
)
def test_a_key_is_found_on_its_line(text: str, path: KeyPath, line: int) -> None:
    assert lines_of(text)[path] == line


def test_where_text_and_data_disagree_no_line_is_told() -> None:
    assert key_lines("a = 1\nb = 2", {"a": 1}) == {}
    assert key_lines("a = 1", {"a": 1, "b": 2}) == {}
    assert key_lines("!", {"a": 1}) == {}
    assert key_lines("a = [", {"a": []}) == {}


NAMES = st.sampled_from(["a", "b", "long-name", "two words", "x.y", "中", '"', "#"])
BLANKS = st.sampled_from(["", "\n", "# [a] = {\n", "  \n\t\n", '# """\n'])
SCALARS = st.sampled_from(
    [
        "1",
        "true",
        '"]}#"',
        "'\\'",
        "-0.5e3",
        "1979-05-27T07:32:00Z",
        '"\\""',
        '"""\n[a]\nb = 1\n"""',
        "'''x''y\n'''",
        '"""a\\\n  b"""""',
    ]
)


class Writer:
    """Writes a document at random, and keeps the line of all that it wrote."""

    def __init__(self, data: st.DataObject) -> None:
        self.draw = data.draw
        self.text = ""
        self.lines: dict[KeyPath, int] = {}

    def line(self) -> int:
        return self.text.count("\n") + 1

    def key(self, name: str) -> None:
        escaped = name.replace("\\", "\\\\").replace('"', '\\"')
        bare = name.isascii() and name.replace("-", "").isalnum()
        space = self.draw(st.sampled_from(["", " "]))
        self.text += space + (name if bare else f'"{escaped}"') + space

    def dotted(self, base: KeyPath, names: list[str]) -> KeyPath:
        for index, name in enumerate(names):
            if index:
                self.text += "."
            base = (*base, name)
            self.lines.setdefault(base, self.line())
            self.key(name)
        return base

    def names(self) -> list[str]:
        return self.draw(st.lists(NAMES, min_size=1, max_size=3, unique=True))

    def value(self, path: KeyPath, depth: int) -> None:
        kind = self.draw(st.sampled_from(["scalar", "list", "table"]))
        if depth == 0 or kind == "scalar":
            self.text += self.draw(SCALARS)
        elif kind == "list":
            self.text += "["
            for index in range(self.draw(st.integers(0, 3))):
                self.text += self.draw(BLANKS)
                self.lines[(*path, index)] = self.line()
                self.value((*path, index), depth - 1)
                self.text += self.draw(BLANKS) + ","
            self.text += "]"
        else:
            self.text += "{"
            for index, name in enumerate(self.names()):
                self.text += "," if index else ""
                inner = [name, *self.names()] if self.draw(st.booleans()) else [name]
                found = self.dotted(path, inner)
                self.text += "="
                self.value(found, depth - 1)
            self.text += "}"

    def pairs(self, base: KeyPath) -> None:
        for name in self.draw(st.lists(NAMES, max_size=3, unique=True)):
            self.text += self.draw(BLANKS)
            more = self.names() if self.draw(st.booleans()) else []
            path = self.dotted(base, [name, *more])
            self.text += "="
            self.value(path, 2)
            self.text += " # comment\n"

    def document(self) -> None:
        self.pairs(())
        for number in range(self.draw(st.integers(0, 4))):
            self.text += self.draw(BLANKS)
            # A name of its own: tables that meet others have their own cases above.
            names = [f"table-{number}", *self.names()]
            array = self.draw(st.booleans())
            for index in range(self.draw(st.integers(1, 3)) if array else 1):
                self.text += "[[" if array else "["
                path = self.dotted((), names)
                self.text += "]]\n" if array else "]\n"
                if array:
                    path = (*path, index)
                    self.lines[path] = self.line() - 1
                self.pairs(path)


@given(st.data())
def test_whatever_is_written_is_found_where_it_was_written(data: st.DataObject) -> None:
    writer = Writer(data)
    writer.document()
    assert lines_of(writer.text) == writer.lines, writer.text


@given(st.text(alphabet="ab=.[]{}\"'\\#,\n 1", max_size=40))
def test_whatever_tomllib_accepts_is_followed(text: str) -> None:
    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return
    lines = key_lines(text, found)
    assert bool(lines) == bool(found)
    for path, line in lines.items():
        if all(isinstance(key, str) for key in path) and not isinstance(
            found.get(str(path[0])), dict | list
        ):
            # A key at the top is not there before its line, and is once it was read.
            before = "\n".join(text.split("\n")[: line - 1])
            assert path[0] not in tomllib.loads(before)
