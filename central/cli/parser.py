"""The command line: which commands there are, and what each takes."""

import argparse
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, NoReturn
from uuid import UUID

from sqlalchemy.exc import DatabaseError

from central.cli import money, papers, records, serve, terminals
from central.cli.output import FAULT, USAGE, complain, explain
from central.cli.words import mistake, say
from central.errors import OperatorError
from central.store.errors import NameTakenError, NoSuchTerminalError
from config.errors import ConfigError


def main(arguments: list[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    asked = parser().parse_args(arguments)
    try:
        code: int = asked.do(asked)
    except ConfigError as error:
        return complain(str(error), USAGE)
    except (NameTakenError, NoSuchTerminalError) as error:
        return complain(explain(error), USAGE)
    except OperatorError as error:
        return complain(explain(error), FAULT)
    except DatabaseError as error:
        wrong = say("the database cannot be used: {why}", why=error.orig)
        return complain(wrong, FAULT)
    return code


class _Parser(argparse.ArgumentParser):
    """A parser that speaks the language of the command line."""

    def __init__(self, **options: Any) -> None:
        super().__init__(add_help=False, **options)
        self._positionals.title = say("arguments")
        self._optionals.title = say("options")
        self.add_argument("-h", "--help", action="help", help=say("show this help"))

    def format_usage(self) -> str:
        return _in_words(super().format_usage())

    def format_help(self) -> str:
        return _in_words(super().format_help())

    def error(self, message: str) -> NoReturn:
        self.exit(USAGE, f"{self.format_usage()}{self.prog}: {mistake(message)}\n")


def _in_words(text: str) -> str:
    text = say("usage: ") + text.removeprefix("usage: ")
    # argparse puts a half-width colon behind a Chinese heading, too.
    return re.sub(r"(?m)^([^\x00-\x7f]+):$", r"\1：", text)


def parser() -> argparse.ArgumentParser:
    """Return the parser of every command; `do` of what it parses runs the command."""
    top = _Parser(
        prog="python -m central", description=say("The central service of OneTrip.")
    )
    commands = _commands(top)
    _add_serving(commands)
    _add_terminals(_group(commands, "terminal", "Terminals and their credentials."))
    book = _command(commands, "ledger", "List what was taken in.", records.ledger)
    _add_json(book)
    _add_papers(commands)
    _add_money(commands)
    _add_retention(commands)
    return top


def _commands(within: argparse.ArgumentParser) -> Any:
    title = say("commands")
    return within.add_subparsers(required=True, metavar="COMMAND", title=title)


def _group(commands: Any, name: str, words: str) -> Any:
    return _commands(commands.add_parser(name, help=say(words)))


def _command(
    commands: Any, name: str, words: str, do: Callable[[argparse.Namespace], int]
) -> argparse.ArgumentParser:
    words = say(words)
    made: argparse.ArgumentParser = commands.add_parser(
        name, help=words, description=words
    )
    made.set_defaults(do=do)
    made.add_argument(
        "--config", type=Path, metavar="FILE", help=say("settings (TOML)")
    )
    made.add_argument("--database", metavar="URL", help=say("instead of the settings'"))
    return made


def _add_json(command: argparse.ArgumentParser) -> None:
    command.add_argument("--json", action="store_true", help=say("as JSON"))


def _add_serving(commands: Any) -> None:
    run = _command(
        commands, "run", "Serve terminals and the operators' page.", serve.run
    )
    run.add_argument("--host", help=say("instead of the settings'"))
    run.add_argument("--port", type=int, help=say("instead of the settings'"))
    run.add_argument(
        "--follow-stdin", action="store_true", help=say("end when standard input ends")
    )
    _command(commands, "openapi", "Print the contract as OpenAPI.", serve.openapi)
    explained = _command(
        commands, "settings", "Print every setting, explained.", serve.explain_settings
    )
    explained.add_argument("form", choices=["toml", "page"])


def _add_terminals(commands: Any) -> None:
    words = "Make a terminal's private key and show it once."
    add = _command(commands, "add", words, terminals.add)
    add.add_argument("name", metavar="NAME")
    words = "Refuse a terminal from now on; `add` makes it a new key."
    revoke = _command(commands, "revoke", words, terminals.revoke)
    revoke.add_argument("name", metavar="NAME")
    words = "List the terminals that have a credential."
    _add_json(_command(commands, "list", words, terminals.list_all))


def _add_papers(commands: Any) -> None:
    words = "Tell whether a document is genuine, without a network."
    check = _command(commands, "verify", words, papers.verify)
    check.add_argument(
        "file_or_code",
        metavar="FILE_OR_CODE",
        help=say("a PDF, or the text of a QR code"),
    )
    check.add_argument(
        "--key",
        type=Path,
        metavar="FILE",
        help=say("central's public keys (PEM), as `keys export` writes them"),
    )
    keys = _group(commands, "keys", "Central's keys.")
    words = "Print the public keys and certificates that documents are checked with."
    _command(keys, "export", words, papers.export_keys)
    words = "List the public keys that terminals seal to, newest first."
    _command(keys, "list", words, papers.list_keys)
    words = (
        "Make the first keys of a central, also of one whose keys are lost for good."
    )
    _command(keys, "init", words, papers.init_keys)
    words = "Make a new key for terminals to seal to; the earlier ones stay."
    _command(keys, "rotate", words, papers.rotate_keys)
    documents = _group(commands, "documents", "The documents.")
    words = "Write every document that is kept to a folder, as it was signed."
    exported = _command(documents, "export", words, papers.export_documents)
    exported.add_argument("folder", type=Path, metavar="FOLDER")


def _add_money(commands: Any) -> None:
    words = "Compare a day's money: providers, central, terminals."
    books = _command(commands, "reconcile", words, money.reconcile)
    books.add_argument(
        "--day",
        type=date.fromisoformat,
        required=True,
        help=say("YYYY-MM-DD, in Shanghai"),
    )
    _add_json(books)
    listed = _command(commands, "payments", "List payments.", money.payments)
    listed.add_argument(
        "--staff", action="store_true", help=say("those a clerk must see")
    )
    _add_json(listed)
    words = "Say what became of a payment in a clerk's hands."
    resolved = _command(commands, "resolve", words, money.resolve)
    resolved.add_argument("payment", type=UUID, metavar="PAYMENT")
    resolved.add_argument("to", choices=sorted(money.RESOLUTIONS))


def _add_retention(commands: Any) -> None:
    group = _group(commands, "retention", "How long what is about people is kept.")
    words = "Delete now what is kept no longer, as central does each day."
    retained = _command(group, "run", words, records.retain)
    retained.add_argument(
        "--dry-run", action="store_true", help=say("count it, and delete nothing")
    )
    _add_json(retained)
