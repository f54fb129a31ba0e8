"""`central terminal`: terminals and their credentials."""

import argparse
import re

from central.cli.output import (
    OK,
    USAGE,
    answer,
    answer_json,
    complain,
    instant,
    note,
    settings_of,
)
from central.cli.words import say
from central.store.database import open_store
from central.store.terminals import add_terminal, credentials, revoke_terminal
from contract.business_day import utc_now

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,31}")


def add(asked: argparse.Namespace) -> int:
    """Make a terminal's key, and print it."""
    if not NAME.fullmatch(asked.name):
        wrong = say(
            "{name} is no name for a terminal; allowed are 1 to 32 letters, digits and "
            "hyphens, as hall-01",
            name=repr(asked.name),
        )
        return complain(wrong, USAGE)
    with open_store(settings_of(asked).database) as store:
        store.migrate()
        key = add_terminal(store, asked.name, utc_now())
    note(
        say(
            "This is the only time that the private key of {name} is shown. Put it "
            "into the file that the terminal's setting central.key_file names (mode "
            "0600).",
            name=asked.name,
        )
    )
    answer(key)
    return OK


def revoke(asked: argparse.Namespace) -> int:
    """Refuse a terminal's requests from now on."""
    with open_store(settings_of(asked).database, create=False) as store:
        store.require_schema()
        revoke_terminal(store, asked.name, utc_now())
    note(say("{name} is refused from its next request on.", name=asked.name))
    return OK


def list_all(asked: argparse.Namespace) -> int:
    """List the terminals that have a credential."""
    with open_store(settings_of(asked).database, create=False) as store:
        store.require_schema()
        found = credentials(store)
    if asked.json:
        rows = [
            {
                "name": name,
                "added_at": instant(added),
                "revoked_at": instant(revoked) if revoked else None,
            }
            for name, added, revoked in found
        ]
        answer_json(rows)
        return OK
    for name, added, revoked in found:
        state = say("revoked {at}", at=instant(revoked)) if revoked else say("active")
        answer(f"{name:<32}  {say('added {at}', at=instant(added))}  {state}")
    return OK
