"""The service items that central goes by and publishes: a folder of TOML files.

A file that is wrong is refused, with its name and key in the log, and the version in
use stays. A file that changes is taken over while central runs.
"""

import threading
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import structlog

from central.contract.catalogue import Catalogue, PublishedItem, signed_bytes
from central.contract.service_item import ServiceItem
from central.documents.keys import Keys
from config import loader
from config.errors import ConfigError, Problem

log = structlog.get_logger()


LONGEST = 100_000
"""Signs of a definition, as the contract's `PublishedItem` allows."""


@dataclass(frozen=True)
class _File:
    """A definition in use.

    Attributes:
        stamp: Of the file when it was read last, whether that was used or refused.
    """

    stamp: tuple[int, int]
    item: ServiceItem
    toml: str


class Definitions:
    """What stands in a folder `<department>/<item>.toml`; used from any thread.

    Args:
        folder: Looked at again at every call.

    Raises:
        ConfigError: A file is wrong from the start; says which, where, and what is
            allowed.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._files: dict[Path, _File] = {}
        self._refused: dict[Path, tuple[int, int]] = {}
        for path in self._paths():
            self._files[path] = self._checked(path, _read(path))

    def get(self, code: str) -> ServiceItem | None:
        """The definition in use of an item."""
        found = [file.item for file in self._look() if file.item.code == code]
        return found[0] if found else None

    def publish(self, keys: Keys, now: datetime) -> Catalogue:
        """All of them, signed."""
        return Catalogue.model_construct(
            time=now,
            verification_keys=keys.verification_keys,
            sealing_keys=keys.sealing_keys,
            items=tuple(_signed(file, keys) for file in self._look()),
        )

    def _paths(self) -> list[Path]:
        return sorted(self._folder.glob("*/*.toml"))

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
            return  # it is being replaced: the next look finds it
        used = self._files.get(path)
        if stamp in (self._refused.get(path), used.stamp if used else None):
            return
        try:
            self._files[path] = self._checked(path, _read(path))
        except OSError:
            return  # as above
        except ConfigError as error:
            self._refused[path] = stamp
            log.error(  # noqa: TRY400 - it says file, key and what is allowed
                "alarm: definition refused", file=str(path), detail=str(error)
            )
        else:
            log.info("definition taken over", file=str(path))

    def _checked(self, path: Path, new: _File) -> _File:
        """A code stands in one file, and a version of it says one thing."""
        code, version = new.item.code, new.item.version
        for other, file in self._files.items():
            if other != path and file.item.code == code:
                raise _refusal(path, "code", f"found: {code}, as in {other}")
        used = self._files.get(path)
        if used is None or used.item.code != code or used.toml == new.toml:
            return new
        if version <= used.item.version:
            words = (
                f"found: {version}; allowed: greater than {used.item.version}, "
                "which was published with another text"
            )
            raise _refusal(path, "version", words)
        return new


def _read(path: Path) -> _File:
    stamp = _stamp(path)
    loader.read_toml(path)  # tells why a file cannot be read
    toml = path.read_text("utf-8-sig")
    item = loader.load_text(toml, str(path), ServiceItem)
    if len(toml) > LONGEST:
        raise _refusal(path, "", f"has {len(toml)} signs; allowed: at most {LONGEST}")
    return _File(stamp, item, toml)


def _refusal(path: Path, key: str, words: str) -> ConfigError:
    return ConfigError([Problem(str(path), key, words)])


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
