"""A problem in a line, and all of them in an error."""

import pytest

from config.errors import ConfigError, Problem


@pytest.mark.parametrize(
    ("where", "key", "words", "line"),
    [
        ("x.toml:1", "a.b", "missing", "x.toml:1: a.b: missing"),
        ("x.toml", "", "missing", "x.toml: missing"),
        ("", "a", "missing", "a: missing"),
        ("", "", "missing", "missing"),
        ("x", "\x1b[2J", "a\nb", r"x: \x1b[2J: a\nb"),
        ("x", "厅", "é 𬱖", "x: 厅: é 𬱖"),
    ],
)
def test_a_problem_is_a_line(where: str, key: str, words: str, line: str) -> None:
    assert str(Problem(where, key, words)) == line


def test_an_error_is_a_line_for_each_problem() -> None:
    problems = [Problem("x", "a", "missing"), Problem("y", "b", "unknown")]
    error = ConfigError(iter(problems))
    assert error.problems == tuple(problems)
    assert str(error) == "x: a: missing\ny: b: unknown"
