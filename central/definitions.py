"""The service items that central uses and publishes: a folder of TOML files.

An invalid file is refused, its name and key are logged, and the version in use stays.
Changed files are reloaded while central runs. What was published is recorded in the
database, so that a version cannot change its content or go back while central is
stopped.
"""

import threading
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import structlog
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from central.documents.keys import Keys
from central.store import published
from central.store.database import Store
from central.store.errors import ConflictError
from central.store.published import Published
from config import loader
from config.errors import ConfigError, Problem
from contract.catalogue import Catalogue, PublishedItem, signed_bytes
from contract.service_item import ServiceItem

log = structlog.get_logger()


LONGEST = 100_000
"""Signs of a definition, as the contract's `PublishedItem` allows."""


@dataclass(frozen=True)
class _File:
    """A definition in use.

    Attributes:
        stamp: Of the file when it was last read, whether it was accepted or refused.
    """

    stamp: tuple[int, int]
    item: ServiceItem
    toml: str

    @property
    def published(self) -> Published:
        """Return the definition as it is published to terminals."""
        return Published(self.item.version, self.toml)


class Definitions:
    """The TOML files of a folder, `<department>/<item>.toml`; thread-safe.

    Args:
        folder: Checked for changes at every call.
        store: Records what was published; without one, this object does.

    Raises:
        ConfigError: A file is invalid at the start; the text names the file, the place
            and what is allowed.
    """

    def __init__(self, folder: Path, store: Store | None = None) -> None:
        self._folder = folder
        self._store = store
        self._lock = threading.Lock()
        self._files: dict[Path, _File] = {}
        self._refused: dict[Path, tuple[int, int]] = {}
        self._published: dict[str, Published] = {}
        for path in self._paths():
            self._files[path] = self._only_one(path, _read(path))
        # Not before all are valid: where central does not start, nothing is published.
        for path, file in self._files.items():
            self._files[path] = self._begin(path, file)

    def get(self, code: str) -> ServiceItem | None:
        """Return the definition in use of an item."""
        found = [file.item for file in self._look() if file.item.code == code]
        return found[0] if found else None

    def publish(self, keys: Keys, now: datetime) -> Catalogue:
        """Return all definitions, signed."""
        return Catalogue.model_construct(
            time=now,
            verification_keys=keys.verification_keys,
            sealing_keys=keys.sealing_keys,
            items=tuple(_signed(file, keys) for file in self._look()),
        )

    def _paths(self) -> list[Path]:
        return loader.service_files(self._folder)

    def _look(self) -> list[_File]:
        with self._lock:
            paths = self._paths()
            for gone in set(self._files) - set(paths):
                log.info("definition withdrawn", file=str(gone))
                del self._files[gone]
            for path in paths:
                self._renew(path)
            return [self._files[path] for path in paths if path in self._files]

    def _renew(self, path: Path) -> None:
        try:
            stamp = _stamp(path)
        except OSError:
            return  # it is being replaced: the next check finds it
        used = self._files.get(path)
        if stamp in (self._refused.get(path), used.stamp if used else None):
            return
        try:
            new = self._only_one(path, _read(path))
            before = self._enter(new)
            if before is not None:
                raise _contradiction(path, new, before)
        except _LATER:
            return  # as above
        except ConfigError as error:
            self._refuse(path, stamp, error)
        else:
            self._files[path] = new
            log.info("definition taken over", file=str(path))

    def _begin(self, path: Path, file: _File) -> _File:
        """Return a file as used from the start: what was published takes precedence."""
        before = self._enter(file)
        if before is None:
            return file
        self._refuse(path, file.stamp, _contradiction(path, file, before))
        item = loader.load_text(before.toml, f"{path} (as published)", ServiceItem)
        return _File(file.stamp, item, before.toml)

    def _only_one(self, path: Path, new: _File) -> _File:
        """Refuse a code that is in more than one file."""
        for other, file in self._files.items():
            if other != path and file.item.code == new.item.code:
                raise _refusal(path, "code", f"found: {new.item.code}, as in {other}")
        return new

    def _enter(self, new: _File) -> Published | None:
        """Record a definition as published; return the published one on a conflict."""
        code = new.item.code
        if self._store is not None:
            holds = published.enter(self._store, code, new.published)
        else:
            holds = self._published.get(code, new.published)
            if holds.may_become(new.published):
                holds = self._published[code] = new.published
        return None if holds == new.published else holds

    def _refuse(self, path: Path, stamp: tuple[int, int], why: ConfigError) -> None:
        self._refused[path] = stamp
        # The text names the file, the key and what is allowed.
        log.error("alarm: definition refused", file=str(path), detail=str(why))


_LATER = (OSError, OperationalError, PoolTimeoutError, ConflictError)
"""The file is being replaced, or the database is away: the next look finds it."""


def _read(path: Path) -> _File:
    stamp = _stamp(path)
    loader.read_toml(path)  # says why a file cannot be read
    toml = path.read_text("utf-8-sig")
    item = loader.load_text(toml, str(path), ServiceItem)
    if len(toml) > LONGEST:
        raise _refusal(path, "", f"has {len(toml)} signs; allowed: at most {LONGEST}")
    return _File(stamp, item, toml)


def _refusal(path: Path, key: str, words: str) -> ConfigError:
    return ConfigError([Problem(str(path), key, words)])


def _contradiction(path: Path, new: _File, before: Published) -> ConfigError:
    words = (
        f"found: {new.item.version}; allowed: greater than {before.version}, "
        "which was published with another text"
    )
    return _refusal(path, "version", words)


def _stamp(path: Path) -> tuple[int, int]:
    about = path.stat()
    return about.st_mtime_ns, about.st_size


def _signed(file: _File, keys: Keys) -> PublishedItem:
    item = file.item
    signed = signed_bytes(item.code, item.version, file.toml)
    return PublishedItem.model_construct(
        code=item.code,
        version=item.version,
        toml=file.toml,
        signature=keys.signing_key.sign(signed),
    )
