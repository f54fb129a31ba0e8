"""The PIN of the service mode: a file that holds its scrypt hash (RFC 7914).

The PIN itself is stored nowhere. `python -m kiosk service-pin` asks for it and writes
the file, which only its owner may read.
"""

import base64
import binascii
import getpass
import hashlib
import hmac
import os
import secrets
import stat
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Protocol

import structlog

from kiosk.errors import PinFileError
from kiosk.flow.service.pin import LONGEST, SHORTEST

DEMO_PIN = "246810"
"""The PIN of demonstrations without a PIN file; it is public and refused elsewhere."""

_N, _R, _P = 2**14, 8, 1
"""16 MiB and some 50 ms for each guess, on the terminal as for an attacker."""
_MOST_N, _MOST_R, _MOST_P = 2**17, 16, 4
_SALT_BYTES = 16
_DIGEST_BYTES = 32
_MADE_BY = "scrypt"

_log = structlog.get_logger()


class PinSource(Protocol):
    """A source that can check a PIN."""

    def usable(self) -> bool:
        """Return whether a PIN is set."""

    def check(self, pin: str) -> bool:
        """Return whether the PIN is right; False if none is set."""


@dataclass(frozen=True)
class PinHash:
    """A PIN's hash and its scrypt parameters."""

    n: int
    r: int
    p: int
    salt: bytes = field(repr=False)
    digest: bytes = field(repr=False)

    def matches(self, pin: str) -> bool:
        """Return whether this hash is the PIN's."""
        return hmac.compare_digest(self.digest, self._digest(pin))

    @classmethod
    def of(cls, pin: str) -> "PinHash":
        """Hash a PIN with a new salt."""
        empty = cls(_N, _R, _P, secrets.token_bytes(_SALT_BYTES), b"")
        return cls(empty.n, empty.r, empty.p, empty.salt, empty._digest(pin))

    def line(self) -> str:
        """Return the hash as the line stored in the file."""
        parts = (_MADE_BY, self.n, self.r, self.p, _text(self.salt), _text(self.digest))
        return "$".join(map(str, parts)) + "\n"

    @classmethod
    def parse(cls, line: str) -> "PinHash":
        """Parse a line written by `line`.

        Raises:
            PinFileError: The line is malformed, or asks for excessive work.
        """
        try:
            made_by, n, r, p, salt, digest = line.strip().split("$")
            found = cls(int(n), int(r), int(p), _bytes(salt), _bytes(digest))
        except (ValueError, binascii.Error) as error:
            raise PinFileError("it is not what `service-pin` writes") from error
        if made_by != _MADE_BY or not found._sensible():
            raise PinFileError("it is not what `service-pin` writes")
        return found

    def _sensible(self) -> bool:
        power_of_two = self.n > 1 and not self.n & (self.n - 1)
        few = self.n <= _MOST_N and 1 <= self.r <= _MOST_R and 1 <= self.p <= _MOST_P
        return power_of_two and few and len(self.digest) == _DIGEST_BYTES

    def _digest(self, pin: str) -> bytes:
        return hashlib.scrypt(
            pin.encode(),
            salt=self.salt,
            n=self.n,
            r=self.r,
            p=self.p,
            maxmem=2**29,
            dklen=_DIGEST_BYTES,
        )


class PinFile:
    """The terminal's PIN file, read at each use so that a new PIN applies at once.

    Args:
        path: The PIN file.
        demonstration: Whether `DEMO_PIN` applies if there is no file.
    """

    def __init__(self, path: Path, *, demonstration: bool) -> None:
        self._path = path
        self._demonstration = demonstration

    def usable(self) -> bool:
        """Return whether a usable PIN is set."""
        return self._known() is not None

    def check(self, pin: str) -> bool:
        """Return whether the PIN is right."""
        if pin == DEMO_PIN and not self._demonstration:
            return False
        known = self._known()
        return known is not None and known.matches(pin)

    def _known(self) -> PinHash | None:
        try:
            return read(self._path)
        except FileNotFoundError:
            return PinHash.of(DEMO_PIN) if self._demonstration else None
        except (OSError, PinFileError) as error:
            reason = error.strerror if isinstance(error, OSError) else str(error)
            _log.error("service_pin_unusable", file=str(self._path), reason=reason)
            return None


def read(path: Path) -> PinHash:
    """Read a PIN file.

    Raises:
        OSError: The file cannot be read.
        PinFileError: Others may read the file, or its content is not a PIN's hash.
    """
    with path.open(encoding="ascii", errors="replace") as file:
        if stat.S_IMODE(os.fstat(file.fileno()).st_mode) & 0o077:
            raise PinFileError(f"others may read it: chmod 600 {path}")
        return PinHash.parse(file.read(1024))


def write(path: Path, pin: str) -> None:
    """Write a PIN file atomically.

    Raises:
        OSError: The file cannot be written.
    """
    fresh = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    file = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(file, "w", encoding="ascii") as opened:
            opened.write(PinHash.of(pin).line())
            opened.flush()
            os.fsync(opened.fileno())
        fresh.replace(path)
    except BaseException:
        fresh.unlink(missing_ok=True)
        raise


def refusal(pin: str) -> str | None:
    """Return why this PIN is not allowed, or None if it is."""
    if not (pin.isascii() and pin.isdigit()):
        return "a PIN is made of digits, as the screen has no other keys"
    if not SHORTEST <= len(pin) <= LONGEST:
        return f"a PIN has {SHORTEST} to {LONGEST} digits"
    if pin == DEMO_PIN:
        return "this is the demonstration's PIN, which everybody knows"
    steps = {(int(b) - int(a)) % 10 for a, b in pairwise(pin)}
    if len(steps) == 1 and steps <= {0, 1, 9}:
        return "a digit repeated, or a row of digits, is what is guessed first"
    return None


def run(path: Path, ask: Callable[[str], str] = getpass.getpass) -> int:
    """`python -m kiosk service-pin`: ask for the PIN twice without echo.

    Write the file.
    """
    try:
        pin = ask("New PIN of the service mode: ")
        reason = refusal(pin)
        if reason is None and ask("The same once more: ") != pin:
            reason = "these were two different ones"
    except EOFError:
        reason = "nothing was entered"
    if reason is not None:
        sys.stderr.write(f"service-pin: {reason}; nothing was changed\n")
        return 2
    write(path, pin)
    sys.stderr.write(f"service-pin: written to {path}\n")
    return 0


def _text(value: bytes) -> str:
    return base64.b64encode(value).decode("ascii")


def _bytes(text: str) -> bytes:
    return base64.b64decode(text, validate=True)
