"""What the commands print for people is there in both languages."""

import ast
import json
import re
import string
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from support.central import central_store
from support.processes import ROOT

from central import serving
from central.cli import main
from central.cli.words import CHINESE, mistake, say
from central.documents import errors as document_errors
from central.documents.errors import KeysLostError
from central.documents.verify import WORDS
from central.errors import OperatorError
from central.store import errors as store_errors

Complaint = Callable[..., tuple[int, str]]

ERRORS = {
    name
    for module in (store_errors, document_errors, serving)
    for name, value in vars(module).items()
    if isinstance(value, type) and issubclass(value, OperatorError)
} - {"NotAllowedError", "TooManyTriesError"}
"""Without those that no command meets."""

SAID_BY = {"say": 0, "_command": 2, "_group": 2} | dict.fromkeys(ERRORS, 0)
"""Functions that take an English text, and at which place."""


def texts(path: Path) -> Iterator[str]:
    """Every English text that a module says, or raises for operators."""
    in_parser = path.name == "parser.py"  # `words` is what it gives to a command
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if in_parser and ast.unparse(node).startswith("words = "):
            assert isinstance(node, ast.Assign)
            place = node.value
        elif isinstance(node, ast.Call) and ast.unparse(node.func) in SAID_BY:
            place = node.args[SAID_BY[ast.unparse(node.func)]]
        else:
            continue
        assert not isinstance(place, ast.JoinedStr), ast.unparse(node)
        if isinstance(place, ast.Constant):
            yield str(place.value)


def fields(text: str) -> list[str]:
    return sorted(name for _, name, _, _ in string.Formatter().parse(text) if name)


@pytest.fixture
def chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")


def test_every_text_has_its_chinese_and_none_is_left_over() -> None:
    said = set(WORDS.values())
    said.add(KeysLostError(Path("keys"), ["seal.pem"]).text)  # it makes its own
    for path in (ROOT / "central").rglob("*.py"):
        said |= set(texts(path))
    assert said == set(CHINESE)
    for english, translated in CHINESE.items():
        assert fields(english) == fields(translated), english


def test_the_help_is_chinese_throughout(
    chinese: None, capsys: pytest.CaptureFixture[str]
) -> None:
    for command in ([], ["terminal"], ["verify"], ["reconcile"]):
        with pytest.raises(SystemExit) as ended:
            main([*command, "--help"])
        assert ended.value.code == 0
        shown = capsys.readouterr().out
        assert shown.startswith("用法：python -m central")
        assert "选项：\n" in shown
        assert not re.search(r"usage|options|show this|\S:$", shown)


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ([], "错误：缺少参数 COMMAND"),
        (["terminal", "add"], "错误：缺少参数 NAME"),
        (["run", "--port", "x"], "错误：--port 取值 'x' 无效"),
        (["settings", "pdf"], "错误：form 没有 'pdf'，可选："),
        (["ledger", "--fast"], "错误：不认识的参数 --fast"),
        (["ledger", "--config"], "错误：--config 后面要有一个值"),
        (["ledger", "--json=1"], "错误：--json 后面不能有值 '1'"),
        (["run", "--h"], "错误：--h 有多种可能："),
    ],
)
def test_a_wrong_command_is_explained_in_chinese(
    arguments: list[str],
    expected: str,
    chinese: None,
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert expected in capsys.readouterr().err


def test_what_is_wrong_with_the_environment_is_said_in_chinese(
    chinese: None, complaint: Complaint, tmp_path: Path
) -> None:
    path = tmp_path / "central.db"
    database = f"sqlite:///{path}"
    code, said = complaint("ledger", "--database", database)
    assert code == 1
    assert said == f"central: {path} 没有数据库：请运行 python -m central run\n"
    with central_store(tmp_path):
        pass
    code, said = complaint("terminal", "revoke", "hall-09", "--database", database)
    assert code == 2
    assert said == "central: 没有名为 hall-09 的终端\n"


def test_answers_are_chinese_and_json_is_the_same_everywhere(
    chinese: None,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    database = f"sqlite:///{tmp_path / 'central.db'}"
    assert main(["terminal", "add", "hall-02", "--database", database]) == 0
    added = capsys.readouterr()
    assert "hall-02 的私钥只显示这一次" in added.err
    assert re.fullmatch(r"[A-Za-z0-9+/=_-]+\n", added.out)
    listing = ["terminal", "list", "--database", database]
    assert main(listing) == 0
    assert "有效" in capsys.readouterr().out
    assert main(["verify", "nothing", "--database", database]) == 1
    shown = capsys.readouterr()
    assert shown.out + shown.err != ""
    answers = []
    for language in ("zh_CN.UTF-8", "en_GB.UTF-8"):
        monkeypatch.setenv("LC_ALL", language)
        assert main([*listing, "--json"]) == 0
        answers.append(json.loads(capsys.readouterr().out))
    assert answers[0] == answers[1]


def test_a_locale_that_is_neither_is_answered_in_english(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for locale in ("C.UTF-8", "POSIX", "de_DE.UTF-8"):
        monkeypatch.setenv("LC_ALL", locale)
        assert say("active") == "active"
        assert mistake("expected one argument") == "error: expected one argument"
