"""`central verify`, `keys` and `documents`: what central signs, and what with."""

import argparse
import sys
from pathlib import Path

from central.cli.output import (
    FAULT,
    OK,
    USAGE,
    answer,
    complain,
    note,
    settings_of,
)
from central.cli.words import say
from central.documents.custody import first_keys
from central.documents.keys import (
    Keys,
    make_sealing_key,
    open_keys,
    read_public_keys,
)
from central.store.database import open_store
from central.store.documents import kept_documents
from contract import sealing
from contract.business_day import utc_now
from contract.verification import Claims


def verify(asked: argparse.Namespace) -> int:
    """Print whether a document is genuine, and what it proves."""
    from central.documents import verify as verifying

    try:
        if asked.key is None:
            public = _keys(asked).public
        else:
            public = read_public_keys(asked.key)
        claims = verifying.verify(asked.file_or_code, public)
    except OSError as error:
        wrong = say(
            "cannot read {file}: {why}", file=error.filename, why=error.strerror
        )
        return complain(wrong, USAGE)
    except verifying.NotGenuineError as error:
        why = say(verifying.WORDS[error.doubt])
        answer(say("NOT VALID: {why} ({word})", why=why, word=error.doubt))
        return FAULT
    answer(say("VALID: genuine, and issued by central"))
    for line in _claims(claims):
        answer(line)
    return OK


def _claims(claims: Claims) -> list[str]:
    holder = f"{claims.name}  {claims.number}"
    return [
        say("serial:     {value}", value=claims.serial),
        say("title:      {value}", value=claims.title),
        say("holder:     {value}", value=holder),
        say("data as of: {value}", value=claims.as_of.isoformat()),
        say("terminal:   {value}", value=claims.terminal),
        say("item:       {value}", value=claims.item),
    ]


def init_keys(asked: argparse.Namespace) -> int:
    """Make the keys that are missing, and list the sealing keys."""
    settings = settings_of(asked)
    folder = settings.keys_folder
    with open_store(settings.database) as store:
        store.migrate()
        keys, given_up = first_keys(
            store, folder, utc_now(), demonstration=settings.demonstration
        )
    _list(keys)
    if given_up:
        note(
            say(
                "Given up: {keys}. What was made with them is not found, opened or "
                "called genuine any more, unless they are put back and this is run "
                "again.",
                keys=", ".join(sorted(given_up)),
            )
        )
    note(
        say(
            "The keys are in {folder}, and belong to this database: back both up now. "
            "Start central again.",
            folder=folder,
        )
    )
    return OK


def list_keys(asked: argparse.Namespace) -> int:
    """List the public keys that terminals seal to."""
    _list(_keys(asked))
    return OK


def rotate_keys(asked: argparse.Namespace) -> int:
    """Make a new sealing key, and print its id."""
    settings = settings_of(asked)
    if settings.demonstration:
        return complain(say("a demonstration has the key that everybody has"), USAGE)
    folder = settings.keys_folder
    try:
        answer(make_sealing_key(folder))
    except OSError as error:
        return complain(_cannot_write(folder, error), FAULT)
    note(
        say(
            "Start central again: terminals seal to this key once they have fetched "
            "the catalogue. Back {folder} up now; what is sealed to a key that is lost "
            "stays sealed.",
            folder=folder,
        )
    )
    return OK


def export_keys(asked: argparse.Namespace) -> int:
    """Print the public keys and certificates (PEM)."""
    sys.stdout.write(_keys(asked).public.pem())
    return OK


def export_documents(asked: argparse.Namespace) -> int:
    """Write every document to a folder, and list the files."""
    folder: Path = asked.folder
    with open_store(settings_of(asked).database, create=False) as store:
        store.require_schema()
        try:
            folder.mkdir(parents=True, exist_ok=True)
            for number, document in enumerate(kept_documents(store), start=1):
                file = folder / f"document-{number}.pdf"
                file.write_bytes(document.pdf)
                answer(f"{document.serial}  {file}")
        except OSError as error:
            return complain(_cannot_write(folder, error), FAULT)
    return OK


def _keys(asked: argparse.Namespace) -> Keys:
    return open_keys(settings_of(asked).keys_folder, make=False)


def _list(keys: Keys) -> None:
    for public in keys.sealing_keys:
        answer(f"{sealing.key_id(public)}  {public.hex()}")


def _cannot_write(folder: Path, error: OSError) -> str:
    return say("cannot write to {folder}: {why}", folder=folder, why=error.strerror)
