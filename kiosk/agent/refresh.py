"""Stores central's manifest and catalogue in the cache.

Nothing unusable is stored: a definition with an invalid signature or text is refused
and logged, and the version in use stays.
"""

from collections.abc import Callable

import structlog

from contract.catalogue import Catalogue
from contract.manifest import Manifest, ManifestEntry
from kiosk.catalogue import checked
from kiosk.errors import CentralError, DefinitionError
from kiosk.wire.client import CentralClient
from offline_cache import catalogue, manifest
from offline_cache.database import Cache
from offline_cache.keyring import Keyring

_log = structlog.get_logger()


class Refresh:
    """Fetches the manifest and the catalogue from central and stores what is new.

    Args:
        cache: The connection of this thread.
        client: The client for central's API.
    """

    def __init__(self, cache: Cache, client: CentralClient) -> None:
        self._client = client
        self._keyring = Keyring(cache)
        self._manifest = manifest.Manifest(cache)
        self._catalogue = catalogue.Catalogue(cache)
        self._told: dict[str, str] = {}

    def look(self) -> bool:
        """Fetch both; return whether there is something new for the screen.

        A failed fetch is logged once and repeated the next time.

        Raises:
            CacheError: The cache cannot be used now.
        """
        changed = self._ask("manifest", lambda: self._cells(self._client.manifest()))
        return (
            self._ask("catalogue", lambda: self._items(self._client.catalogue()))
            or changed
        )

    def _ask(self, what: str, ask: Callable[[], bool]) -> bool:
        try:
            changed = ask()
        except CentralError as error:
            self._tell(what, f"{error.trouble}: {error.detail}")
            return False
        self._told.pop(what, None)
        return changed

    def _cells(self, told: Manifest) -> bool:
        changed = self._manifest.merge(told.key, [_holding(e) for e in told.entries])
        if changed:
            _log.info("manifest", entries=len(told.entries))
        return changed

    def _items(self, told: Catalogue) -> bool:
        changed = self._keyring.put_verification_keys(told.verification_keys)
        changed |= self._keyring.put_sealing_keys(told.sealing_keys)
        keys = self._keyring.verification_keys()
        good = []
        for published in told.items:
            try:
                good.append(checked(published, keys))
            except DefinitionError as error:
                self._tell(error.code, error.detail)
            else:
                self._told.pop(published.code, None)
        changed |= self._catalogue.put(good)
        changed |= self._catalogue.keep({each.code for each in told.items})
        return changed

    def _tell(self, what: str, detail: str) -> None:
        """Log a trouble once, not at each refresh."""
        if self._told.get(what) != detail:
            _log.error("not_refreshed", what=what, detail=detail)
        self._told[what] = detail


def _holding(entry: ManifestEntry) -> manifest.Holding:
    return manifest.Holding(
        holding=entry.holding,
        item=entry.item,
        label=entry.label,
        title_zh=entry.title.zh_CN,
        title_en=entry.title.en,
        person=entry.person,
        code=entry.code,
        state=str(entry.state),
        cell=entry.cell,
        until=entry.until,
    )
