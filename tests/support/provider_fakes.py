"""Common parts of the local fakes of both real payment providers.

They are at the far end of the wire, implement the documented interfaces, and import
nothing of `central`.
"""

import base64
import socket
import threading
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from functools import cache

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import (
    RSAPrivateKey,
    generate_private_key,
)
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

SHANGHAI = timezone(timedelta(hours=8))


@cache
def key(name: str) -> RSAPrivateKey:
    """Return a key that is shared by all tests of the process."""
    return generate_private_key(65537, 2048)


def private_pem(name: str) -> str:
    return (
        key(name)
        .private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        .decode()
    )


def public_pem(name: str) -> str:
    public = key(name).public_key()
    return public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def sign(name: str, text: str) -> str:
    signed = key(name).sign(text.encode(), PKCS1v15(), SHA256())
    return base64.b64encode(signed).decode()


def signed_by(name: str, text: str, signature: str) -> bool:
    try:
        key(name).public_key().verify(
            base64.b64decode(signature), text.encode(), PKCS1v15(), SHA256()
        )
    except (ValueError, InvalidSignature):
        return False
    return True


@dataclass
class Faults:
    """How a fake may misbehave.

    Attributes:
        silent: Requests are carried out but not answered.
        dripping: Answers come byte by byte, and never end.
        unsigned: Answers are not signed.
        signer: Whose key signs instead.
        raw: Bytes that are answered instead, unchanged.
        lose_race: The next close finds the order paid a moment before.
        refusal: The code that the next call of a kind is refused with.
        over: Ends connections that are held open.
    """

    silent: bool = False
    dripping: bool = False
    unsigned: bool = False
    signer: str | None = None
    raw: bytes | None = None
    lose_race: bool = False
    refusal: dict[str, str] = field(default_factory=dict)
    over: threading.Event = field(default_factory=threading.Event)

    def shown(self, connection: socket.socket) -> bool:
        """Answer as the fault requires; return False where there is no fault."""
        if self.silent:
            self.over.wait(60)
        elif self.dripping:
            connection.sendall(b"HTTP/1.1 200 OK\r\ncontent-length: 9999\r\n\r\n")
            while not self.over.wait(0.05):
                connection.sendall(b" ")
        elif self.raw is not None:
            connection.sendall(self.raw)
        else:
            return False
        return True


def now() -> datetime:
    return datetime.now(SHANGHAI)


def seen_of(error: BaseException) -> str:
    """Return all that a log could show of an exception and those before it."""
    seen = [repr(error)]
    while (before := error.__cause__ or error.__context__) is not None:
        error = before
        seen += [repr(error), repr(vars(error))]
        request = getattr(error, "request", None)
        seen.append(str(getattr(request, "body", "")))
    return " ".join(seen)
