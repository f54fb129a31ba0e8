"""`python -m central`: run, and the operators' commands; `--help` lists them.

One module for all commands: each is a few lines between the parser and what does it.
What only some commands need is loaded by them: `ledger` knows nothing of PDFs.

Exit codes: 0 well, 1 the environment's fault (port taken, no database) or a document
that is not genuine, 2 what was asked or configured is wrong. Answers go to standard
output, everything else to standard error.
"""

import argparse
import json
import re
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy.exc import DatabaseError

from central import settings as central_settings
from central.documents.custody import first_keys
from central.documents.errors import OfficeError
from central.documents.keys import (
    Keys,
    make_sealing_key,
    open_keys,
    read_public_keys,
)
from central.payments.reconcile import NoStatementError, payment_row, reconcile
from central.settings import CentralSettings
from central.store import retention
from central.store.database import open_store
from central.store.documents import kept_documents
from central.store.errors import NameTakenError, NoSuchTerminalError, StoreError
from central.store.ledger import ledger
from central.store.payments import KeptPayment, in_state, move, payment_of_id
from central.store.terminals import (
    add_terminal,
    credentials,
    revoke_terminal,
)
from config.errors import ConfigError
from contract import sealing
from contract.business_day import utc_now
from contract.money import yuan
from contract.payment import PaymentState
from contract.records import LedgerEntry

OK, FAULT, USAGE = 0, 1, 2

RESOLUTIONS = {
    "approved": PaymentState.APPROVED,
    "closed": PaymentState.CLOSED,
    "refund": PaymentState.REFUND_PENDING,
}
"""What a clerk can find out about a payment that nobody knew of."""

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,31}")


def main(arguments: list[str] | None = None) -> int:
    """Do what the command line says; returns the exit code."""
    asked = _parser().parse_args(arguments)
    try:
        code: int = asked.do(asked)
    except ConfigError as error:
        return _complain(str(error), USAGE)
    except (NameTakenError, NoSuchTerminalError) as error:
        return _complain(str(error), USAGE)
    except (StoreError, OfficeError) as error:
        return _complain(str(error), FAULT)
    except DatabaseError as error:
        return _complain(f"the database cannot be used: {error.orig}", FAULT)
    return code


def _run(asked: argparse.Namespace) -> int:
    from central import serving

    settings = _settings(asked, host=asked.host, port=asked.port)
    try:
        served = serving.run(settings, follow_stdin=asked.follow_stdin)
    except serving.PlaceTakenError as error:
        return _complain(str(error), FAULT)
    return OK if served else FAULT


def _add_terminal(asked: argparse.Namespace) -> int:
    if not NAME.fullmatch(asked.name):
        return _complain(
            f"{asked.name!r} is no name for a terminal; allowed are 1 to 32 letters, "
            "digits and hyphens, as hall-01",
            USAGE,
        )
    with open_store(_settings(asked).database) as store:
        store.migrate()
        key = add_terminal(store, asked.name, utc_now())
    _note(
        f"This is the only time that the private key of {asked.name} is shown. Put it "
        "into the file that the terminal's setting central.key_file names (mode 0600)."
    )
    _answer(key)
    return OK


def _revoke_terminal(asked: argparse.Namespace) -> int:
    with open_store(_settings(asked).database, create=False) as store:
        store.require_schema()
        revoke_terminal(store, asked.name, utc_now())
    _note(f"{asked.name} is refused from its next request on.")
    return OK


def _list_terminals(asked: argparse.Namespace) -> int:
    with open_store(_settings(asked).database, create=False) as store:
        store.require_schema()
        found = credentials(store)
    if asked.json:
        rows = [
            {
                "name": name,
                "added_at": _instant(added),
                "revoked_at": _instant(revoked) if revoked else None,
            }
            for name, added, revoked in found
        ]
        _answer(json.dumps(rows, ensure_ascii=False, indent=1))
    else:
        for name, added, revoked in found:
            said = f"revoked {_instant(revoked)}" if revoked else "active"
            _answer(f"{name:<32}  added {_instant(added)}  {said}")
    return OK


def _ledger(asked: argparse.Namespace) -> int:
    with open_store(_settings(asked).database, create=False) as store:
        store.require_schema()
        entries = list(ledger(store))
    if asked.json:
        rows = [e.model_dump(mode="json", exclude_none=True) for e in entries]
        _answer(json.dumps(rows, ensure_ascii=False, indent=1))
    else:
        for entry in entries:
            _answer(_line(entry))
    return OK


def _verify(asked: argparse.Namespace) -> int:
    from central.documents import verify as verifying

    try:
        if asked.key is None:
            public = _keys(asked).public
        else:
            public = read_public_keys(asked.key)
        claims = verifying.verify(asked.file_or_code, public)
    except OSError as error:
        return _complain(f"cannot read {error.filename}: {error.strerror}", USAGE)
    except verifying.NotGenuineError as error:
        _answer(f"NOT VALID: {verifying.WORDS[error.doubt]} ({error.doubt})")
        return FAULT
    _answer("VALID: genuine, and issued by central")
    _answer(verifying.report(claims))
    return OK


def _init_keys(asked: argparse.Namespace) -> int:
    settings = _settings(asked)
    folder = settings.keys_folder
    with open_store(settings.database) as store:
        store.migrate()
        keys, given_up = first_keys(
            store, folder, utc_now(), demonstration=settings.demonstration
        )
    for public in keys.sealing_keys:
        _answer(f"{sealing.key_id(public)}  {public.hex()}")
    if given_up:
        _note(
            f"Given up: {', '.join(sorted(given_up))}. What was made with them is not "
            "found, opened or called genuine any more, unless they are put back and "
            "this is run again."
        )
    _note(
        f"The keys are in {folder}, and belong to this database: back both up now. "
        "Start central again."
    )
    return OK


def _export_keys(asked: argparse.Namespace) -> int:
    sys.stdout.write(_keys(asked).public.pem())
    return OK


def _export_documents(asked: argparse.Namespace) -> int:
    folder: Path = asked.folder
    settings = _settings(asked)
    with open_store(settings.database, create=False) as store:
        store.require_schema()
        try:
            folder.mkdir(parents=True, exist_ok=True)
            for number, document in enumerate(kept_documents(store), start=1):
                file = folder / f"document-{number}.pdf"
                file.write_bytes(document.pdf)
                _answer(f"{document.serial}  {file}")
        except OSError as error:
            return _complain(f"cannot write to {folder}: {error.strerror}", FAULT)
    return OK


def _list_keys(asked: argparse.Namespace) -> int:
    for public in _keys(asked).sealing_keys:
        _answer(f"{sealing.key_id(public)}  {public.hex()}")
    return OK


def _rotate_keys(asked: argparse.Namespace) -> int:
    settings = _settings(asked)
    if settings.demonstration:
        return _complain("a demonstration has the key that everybody has", USAGE)
    folder = settings.keys_folder
    try:
        _answer(make_sealing_key(folder))
    except OSError as error:
        return _complain(f"cannot write to {folder}: {error.strerror}", FAULT)
    _note(
        "Start central again: terminals seal to this key once they have fetched the "
        f"catalogue. Back {folder} up now; what is sealed to a key that is lost stays "
        "sealed."
    )
    return OK


def _keys(asked: argparse.Namespace) -> Keys:
    return open_keys(_settings(asked).keys_folder, make=False)


def _reconcile(asked: argparse.Namespace) -> int:
    from central.payments.providers import providers_of

    settings = _settings(asked)
    providers = providers_of(settings.payments, "")
    with open_store(settings.database, create=False) as store:
        store.require_schema()
        try:
            found = reconcile(store, providers.values(), asked.day)
        except NoStatementError as error:
            return _complain(f"no statement could be had of {error}", FAULT)
    if asked.json:
        rows = [each.row() for each in found]
        _answer(json.dumps(rows, ensure_ascii=False, indent=1))
    else:
        for each in found:
            money = yuan(each.amount)
            _answer(f"{each.what:<16} {money:>12} {each.provider:<8} {each.reference}")
        _note(f"{len(found)} differences on {asked.day}")
    return FAULT if found else OK


def _payments(asked: argparse.Namespace) -> int:
    with open_store(_settings(asked).database, create=False) as store:
        store.require_schema()
        states = (PaymentState.STAFF,) if asked.staff else tuple(PaymentState)
        found = in_state(store, *states)
    rows = [payment_row(each) for each in found]
    if asked.json:
        _answer(json.dumps(rows, ensure_ascii=False, indent=1))
    else:
        for each in found:
            at = _instant(each.created_at)
            money = yuan(each.amount)
            of = f"{each.provider:<8} {each.reference:<18}"
            came = "" if each.paid in (None, each.amount) else f"  {_came(each)}"
            _answer(
                f"{at}  {each.state:<14} {money:>12}  {of}  {each.item}  "
                f"{each.id}{came}"
            )
    return OK


def _resolve(asked: argparse.Namespace) -> int:
    to = RESOLUTIONS[asked.to]
    with open_store(_settings(asked).database, create=False) as store:
        store.require_schema()
        now = utc_now()
        kept = payment_of_id(store, asked.payment)
        if kept is None or kept.state is not PaymentState.STAFF:
            return _complain(f"{asked.payment} does not wait for a clerk", USAGE)
        # Central's background task goes on from there: settles, or pays back.
        changes: dict[str, Any] = {}
        if to is PaymentState.APPROVED:
            changes["approved_at"] = kept.approved_at or now
        changes["look_at"] = None if to is PaymentState.CLOSED else now
        moved = move(store, kept.id, (kept.state, to), "clerk", now, **changes)
    if moved is None:
        return _complain(f"{asked.payment} was resolved by somebody else", FAULT)
    _answer(f"{kept.provider} {kept.reference}: {_resolved(kept, to)}")
    return OK


def _resolved(kept: KeptPayment, to: PaymentState) -> str:
    """What follows from a clerk's word."""
    if to is PaymentState.CLOSED:
        return f"closed; nothing was paid, and {yuan(kept.amount)} is due again"
    if to is PaymentState.APPROVED:
        return f"approved; the department is told that {yuan(kept.amount)} was paid"
    came = kept.amount if kept.paid is None else kept.paid
    return f"{yuan(came)} is paid back by the running central ({_came(kept)})"


def _came(kept: KeptPayment) -> str:
    due = f"{yuan(kept.amount)} was due"
    if kept.paid is None:
        return due
    return f"{yuan(kept.paid)} came, {due}"


def _retain(asked: argparse.Namespace) -> int:
    settings = _settings(asked)
    with open_store(settings.database, create=False) as store:
        store.require_schema()
        now, gone = utc_now(), True
        if asked.dry_run:
            counts = retention.due(store, settings.retention, now)
        else:
            counts = {}
            for rule, count in retention.sweep(store, settings.retention, now):
                counts[rule] = counts.get(rule, 0) + count
            gone = store.scrub()
    if asked.json:
        _answer(json.dumps({"dry_run": asked.dry_run, "counts": counts}, indent=1))
    else:
        for rule, count in counts.items():
            _answer(f"{rule:<14} {count:>7}")
    if not gone:
        return _complain(
            "what was deleted still stands in the database's write-ahead log, since "
            "others were reading: run it again",
            FAULT,
        )
    return OK


def _openapi(_: argparse.Namespace) -> int:
    from central import serving

    sys.stdout.write(serving.openapi_document())
    return OK


def _explain_settings(asked: argparse.Namespace) -> int:
    from config import reference

    form = reference.default_toml if asked.form == "toml" else reference.page
    sys.stdout.write(form(central_settings.every_section()))
    return OK


def _line(entry: LedgerEntry) -> str:
    return (
        f"{_instant(entry.received_at)}  {entry.terminal:<12} {entry.seq:>7}  "
        f"{entry.state:<10} {entry.item}  {entry.idempotency_key}"
    )


def _instant(moment: datetime) -> str:
    """ISO 8601 in UTC, as the contract writes instants."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _settings(asked: argparse.Namespace, **overrides: Any) -> CentralSettings:
    given = {"database": asked.database, **overrides}
    return central_settings.load(asked.config, given)


def _answer(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def _note(text: str) -> None:
    sys.stderr.write(text + "\n")


def _complain(text: str, code: int) -> int:
    _note(f"central: {text}")
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m central", description="The central service of OneTrip."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(
        group: Any, name: str, words: str, do: Callable[[argparse.Namespace], int]
    ) -> argparse.ArgumentParser:
        made: argparse.ArgumentParser = group.add_parser(
            name, help=words, description=words
        )
        made.set_defaults(do=do)
        made.add_argument("--config", type=Path, metavar="FILE", help="settings (TOML)")
        made.add_argument("--database", metavar="URL", help="instead of the settings'")
        return made

    run = command(commands, "run", "Serve terminals and the operators' page.", _run)
    run.add_argument("--host", help="instead of the settings'")
    run.add_argument("--port", type=int, help="instead of the settings'")
    run.add_argument(
        "--follow-stdin", action="store_true", help="end when standard input ends"
    )
    terminal = commands.add_parser("terminal", help="Terminals and their credentials.")
    of_terminals = terminal.add_subparsers(required=True, metavar="COMMAND")
    add = command(
        of_terminals,
        "add",
        "Make a terminal's private key and show it once.",
        _add_terminal,
    )
    add.add_argument("name", metavar="NAME")
    revoke = command(
        of_terminals,
        "revoke",
        "Refuse a terminal from now on; `add` makes it a new key.",
        _revoke_terminal,
    )
    revoke.add_argument("name", metavar="NAME")
    shown = command(
        of_terminals,
        "list",
        "List the terminals that have a credential.",
        _list_terminals,
    )
    shown.add_argument("--json", action="store_true", help="as JSON")
    book = command(commands, "ledger", "List what was taken in.", _ledger)
    book.add_argument("--json", action="store_true", help="as JSON")
    check = command(
        commands,
        "verify",
        "Tell whether a document is genuine, without a network.",
        _verify,
    )
    check.add_argument(
        "file_or_code", metavar="FILE_OR_CODE", help="a PDF, or the text of a QR code"
    )
    check.add_argument(
        "--key",
        type=Path,
        metavar="FILE",
        help="central's public keys (PEM), as `keys export` writes them",
    )
    keys = commands.add_parser("keys", help="Central's keys.").add_subparsers(
        required=True, metavar="COMMAND"
    )
    command(
        keys,
        "export",
        "Print the public keys and certificates that documents are checked with.",
        _export_keys,
    )
    command(
        keys,
        "list",
        "List the public keys that terminals seal to, newest first.",
        _list_keys,
    )
    command(
        keys,
        "init",
        "Make the first keys of a central, also of one whose keys are lost for good.",
        _init_keys,
    )
    command(
        keys,
        "rotate",
        "Make a new key for terminals to seal to; the earlier ones stay.",
        _rotate_keys,
    )
    exported = command(
        commands.add_parser("documents", help="The documents.").add_subparsers(
            required=True, metavar="COMMAND"
        ),
        "export",
        "Write every document that is kept to a folder, as it was signed.",
        _export_documents,
    )
    exported.add_argument("folder", type=Path, metavar="FOLDER")
    books = command(
        commands,
        "reconcile",
        "Compare a day's money: providers, central, terminals.",
        _reconcile,
    )
    books.add_argument(
        "--day", type=date.fromisoformat, required=True, help="YYYY-MM-DD, in Shanghai"
    )
    books.add_argument("--json", action="store_true", help="as JSON")
    listed = command(commands, "payments", "List payments.", _payments)
    listed.add_argument("--staff", action="store_true", help="those a clerk must see")
    listed.add_argument("--json", action="store_true", help="as JSON")
    resolved = command(
        commands,
        "resolve",
        "Say what became of a payment in a clerk's hands.",
        _resolve,
    )
    resolved.add_argument("payment", type=UUID, metavar="PAYMENT")
    resolved.add_argument("to", choices=sorted(RESOLUTIONS))
    retained = command(
        commands.add_parser(
            "retention", help="How long what is about people is kept."
        ).add_subparsers(required=True, metavar="COMMAND"),
        "run",
        "Delete now what is kept no longer, as central does each day.",
        _retain,
    )
    retained.add_argument(
        "--dry-run", action="store_true", help="count it, and delete nothing"
    )
    retained.add_argument("--json", action="store_true", help="as JSON")
    command(commands, "openapi", "Print the contract as OpenAPI.", _openapi)
    explained = command(
        commands, "settings", "Print every setting, explained.", _explain_settings
    )
    explained.add_argument("form", choices=["toml", "page"])
    return parser
