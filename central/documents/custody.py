"""Central's keys and its database belong together: neither is used without the other.

A database that has been used with keys is not served without them. With other keys,
cards would not find what is waiting for them, genuine papers would fail verification,
and sealed records could not be opened; and it would go unnoticed until it is too late.
"""

import hashlib
from datetime import datetime
from pathlib import Path

from cryptography.hazmat.primitives import hashes

from central.documents.errors import KeysLostError
from central.documents.keys import (
    DEMO_SEALING_KEY,
    PEOPLE,
    SEAL,
    SEALING,
    SIGNING_KEY,
    Keys,
    absent,
    open_keys,
)
from central.store.database import Store
from central.store.known_keys import (
    KeyId,
    forget_keys,
    known_keys,
    remember_keys,
    was_served,
)


def keys_of(
    store: Store, folder: Path, now: datetime, *, demonstration: bool = False
) -> Keys:
    """Return the keys of a database; make its first keys if it never had any.

    Raises:
        KeysLostError: Some keys that the database was used with are missing.
        KeyFilesError: A file cannot be read or made, or contains no such key.
    """
    known = known_keys(store)
    kinds = {kind for kind, _ in known}
    if not known and was_served(store):  # by a version that did not record keys
        kinds = {SIGNING_KEY, SEAL, PEOPLE}
    lost = absent(folder, demonstration=demonstration) & kinds
    if lost:
        raise KeysLostError(folder, lost)
    keys = open_keys(folder, demonstration=demonstration)
    others = remember_keys(store, _ids(keys), now)
    if others:
        raise KeysLostError(folder, {kind for kind, _ in others})
    return keys


def first_keys(
    store: Store, folder: Path, now: datetime, *, demonstration: bool = False
) -> tuple[Keys, frozenset[str]]:
    """Make the missing keys, whatever keys the database was used with.

    Returns:
        All keys that exist now, and the kinds of those that are given up.

    Raises:
        KeyFilesError: A file cannot be read or made, or contains no such key.
    """
    keys = open_keys(folder, demonstration=demonstration)
    lost = known_keys(store) - _ids(keys)
    forget_keys(store, lost)
    remember_keys(store, _ids(keys), now)
    return keys, frozenset(kind for kind, _ in lost)


def _ids(keys: Keys) -> frozenset[KeyId]:
    """Return the ids that are recorded of keys; a key cannot be derived from them."""
    people = hashlib.sha256(b"onetrip-people\0" + keys.people).hexdigest()
    return frozenset(
        [
            *(
                (SIGNING_KEY, code.public_bytes_raw().hex())
                for code in keys.public.codes
            ),
            *(
                (SEAL, each.fingerprint(hashes.SHA256()).hex())
                for each in keys.public.authorities
            ),
            (PEOPLE, people),
            # The demonstration's own key cannot be lost, and no real central uses it.
            *(
                (SEALING, name)
                for name, private in keys.sealing.items()
                if private != DEMO_SEALING_KEY
            ),
        ]
    )
