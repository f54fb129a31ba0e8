"""Encodes requests and decodes answers of IPP (RFC 8010; protocols A). Pure.

A terminal needs little of it: integers, booleans and strings. Collections are skipped,
since no requested attribute holds one.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum

from drivers.errors import ProtocolError, Reason

Value = int | bool | str | None
"""None represents the out-of-band values: unknown, no value, unsupported."""

Attributes = dict[str, list[Value]]

_VERSION = b"\x02\x00"
_END, _DELIMITERS = 0x03, range(0x10)
_OUT_OF_BAND = range(0x10, 0x20)
_INTEGER, _BOOLEAN, _ENUM = 0x21, 0x22, 0x23
_COLLECTION, _END_COLLECTION = 0x34, 0x37
_HEADER = 8


class Operation(IntEnum):
    """Operations of RFC 8011 that the driver uses."""

    CREATE_JOB = 0x0005
    SEND_DOCUMENT = 0x0006
    CANCEL_JOB = 0x0008
    GET_JOB_ATTRIBUTES = 0x0009
    GET_JOBS = 0x000A
    GET_PRINTER_ATTRIBUTES = 0x000B
    RELEASE_JOB = 0x000D


class Group(IntEnum):
    """Groups of attributes."""

    OPERATION = 0x01
    JOB = 0x02
    PRINTER = 0x04


class Tag(IntEnum):
    """Syntaxes of the values that are sent."""

    INTEGER = _INTEGER
    BOOLEAN = _BOOLEAN
    NAME = 0x42
    KEYWORD = 0x44
    URI = 0x45
    CHARSET = 0x47
    LANGUAGE = 0x48
    MIME_TYPE = 0x49


Given = tuple[Tag, int | bool | str | tuple[str, ...]]


@dataclass(frozen=True)
class Answer:
    """A decoded answer.

    Attributes:
        status: Below 0x0100 for success (RFC 8011, appendix B).
        groups: Each group's tag and its attributes, in their order.
    """

    status: int
    groups: list[tuple[int, Attributes]] = field(default_factory=list)

    def group(self, wanted: Group) -> Attributes:
        """Return the first group of this kind; empty if there is none."""
        return next((values for tag, values in self.groups if tag == wanted), {})


def encode(
    operation: Operation,
    about: Mapping[str, Given],
    job: Mapping[str, Given] | None = None,
) -> bytes:
    """Encode a request; a document's data follows it.

    Args:
        operation: The operation.
        about: Operation attributes after charset and language, the target first.
        job: Attributes of the job.
    """
    common: dict[str, Given] = {
        "attributes-charset": (Tag.CHARSET, "utf-8"),
        "attributes-natural-language": (Tag.LANGUAGE, "en"),
    }
    data = _VERSION + operation.to_bytes(2, "big") + (1).to_bytes(4, "big")
    data += bytes([Group.OPERATION]) + _encoded({**common, **about})
    if job:
        data += bytes([Group.JOB]) + _encoded(job)
    return data + bytes([_END])


def _encoded(attributes: Mapping[str, Given]) -> bytes:
    data = b""
    for name, (tag, given) in attributes.items():
        for n, value in enumerate(given if isinstance(given, tuple) else (given,)):
            match value:
                case bool():
                    raw = bytes([value])
                case int():
                    raw = value.to_bytes(4, "big", signed=True)
                case str():
                    raw = value.encode()
            data += bytes([tag]) + _sized(b"" if n else name.encode()) + _sized(raw)
    return data


def _sized(raw: bytes) -> bytes:
    return len(raw).to_bytes(2, "big") + raw


def decode(data: bytes) -> Answer:
    """Decode an answer.

    Raises:
        ProtocolError: BAD_ANSWER; it is truncated, or not IPP.
    """
    reader = _Reader(data)
    header = reader.take(_HEADER)
    if header[0] not in (1, 2):
        raise _bad("not a version of IPP")
    answer = Answer(int.from_bytes(header[2:4], "big"))
    values: list[Value] = []
    depth = 0
    while (tag := reader.take(1)[0]) != _END:
        if tag in _DELIMITERS:
            answer.groups.append((tag, {}))
            continue
        name, raw = reader.sized(), reader.sized()
        if not answer.groups:
            raise _bad("a value outside of any group")
        depth += (tag == _COLLECTION) - (tag == _END_COLLECTION)
        if depth or tag == _END_COLLECTION:
            continue
        if name:
            values = answer.groups[-1][1].setdefault(
                name.decode("utf-8", "replace"), []
            )
        values.append(_value(tag, raw))
    return answer


def _value(tag: int, raw: bytes) -> Value:
    if tag in _OUT_OF_BAND:
        return None
    if tag == _BOOLEAN:
        return raw != b"\0"
    if tag in (_INTEGER, _ENUM):
        return int.from_bytes(raw, "big", signed=True)
    return raw.decode("utf-8", "replace")


class _Reader:
    def __init__(self, data: bytes) -> None:
        self._data, self._at = data, 0

    def take(self, size: int) -> bytes:
        taken = self._data[self._at : self._at + size]
        if len(taken) < size:
            raise _bad("an answer that breaks off")
        self._at += size
        return taken

    def sized(self) -> bytes:
        return self.take(int.from_bytes(self.take(2), "big"))


def _bad(detail: str) -> ProtocolError:
    return ProtocolError(Reason.BAD_ANSWER, detail)
