"""The service items in use: those of this version and those central publishes.

A published definition is used only if central's signature and the definition itself are
valid; until then the version in use stays.
"""

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

import structlog

from config.errors import ConfigError
from config.loader import load_text
from contract.service_item import ServiceItem
from kiosk.errors import DefinitionError

if TYPE_CHECKING:  # for the agent alone; the screen shows its items without
    from contract.catalogue import PublishedItem
    from offline_cache.catalogue import Definition

_log = structlog.get_logger()


def checked(published: "PublishedItem", keys: Collection[bytes]) -> "Definition":
    """A published definition that may be used.

    Raises:
        DefinitionError: The signature or the definition is invalid; the text names each
            wrong key.
    """
    from contract.catalogue import signed_bytes
    from offline_cache.catalogue import Definition

    signed = signed_bytes(published.code, published.version, published.toml)
    if not any(_signed_by(key, published.signature, signed) for key in keys):
        raise DefinitionError(published.code, "signed by no key of central's")
    definition = Definition(
        published.code, published.version, published.toml, published.signature
    )
    item_of(definition)
    return definition


def item_of(definition: "Definition") -> ServiceItem:
    """What a definition says.

    Raises:
        DefinitionError: The text is not a service item, or describes a different one.
    """
    try:
        # Definitions come as text without a file: the code stands in for the file's
        # name.
        item = load_text(definition.toml, f"{definition.code}.toml", ServiceItem)
    except ConfigError as error:
        raise DefinitionError(definition.code, str(error)) from None
    if (item.code, item.version) != (definition.code, definition.version):
        detail = f"says it is {item.code}, version {item.version}"
        raise DefinitionError(definition.code, detail)
    return item


def readable(definitions: "Iterable[Definition]") -> tuple[ServiceItem, ...]:
    """The service items of published definitions, without those that are wrong.

    The agent has checked them, but possibly with another version of this program.
    """
    found = []
    for each in definitions:
        try:
            found.append(item_of(each))
        except DefinitionError as error:
            _log.error("definition_refused", code=error.code, detail=error.detail)
    return tuple(found)


def in_use(
    seed: Collection[ServiceItem], published: Iterable[ServiceItem]
) -> tuple[ServiceItem, ...]:
    """Return the catalogue that citizens see.

    Once central publishes, it decides which items there are. The newer version of each
    item is used, since the terminal's program may be newer than the last publication.
    """
    newest = {item.code: item for item in published}
    if not newest:
        return by_rank(seed)
    for item in seed:
        if item.code in newest and item.version > newest[item.code].version:
            newest[item.code] = item
    return by_rank(newest.values())


def by_rank(items: Iterable[ServiceItem]) -> tuple[ServiceItem, ...]:
    """Sort items as citizens see them: the most requested first."""
    return tuple(sorted(items, key=lambda item: (item.rank, item.code)))


def _signed_by(key: bytes, signature: bytes, content: bytes) -> bool:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, content)
    except (InvalidSignature, ValueError):  # another key's signature, or not a key
        return False
    return True
