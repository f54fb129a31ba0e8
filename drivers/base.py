"""What every driver promises: roles as Protocols, status, readings, outcomes.

A driver is used by one thread at a time, the one that `drivers.supervisor` gives
it. Every call returns within a bounded time that the driver's docstring names, and
raises `drivers.errors.DriverError` alone.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from drivers.errors import Reason
from drivers.leftover import Leftover


class Role(StrEnum):
    """What a device is for; the names used in folders, settings and commands."""

    ID_CARD_READER = "id_card_reader"
    SOCIAL_SECURITY_CARD_READER = "social_security_card_reader"
    RECEIPT_PRINTER = "receipt_printer"
    DOCUMENT_PRINTER = "document_printer"
    LOCKER = "locker"
    CODE_SCANNER = "code_scanner"
    QR_DISPLAY = "qr_display"


class State(StrEnum):
    """How a device is, from best to worst."""

    READY = "ready"
    WARNING = "warning"  # can serve now, and wants staff soon (paper near its end)
    FAULT = "fault"  # answers, and cannot serve (paper out, cover open)
    UNKNOWN = "unknown"  # not asked yet, or an answer that says nothing
    GONE = "gone"  # does not answer


@dataclass(frozen=True)
class DeviceStatus:
    """How a device is, why, and what its supplies are.

    Attributes:
        state: One word for a tile or a lamp.
        reason: Why, as a word for machines.
        supplies: Name of each supply (`paper`) to its own reason
            (`ok`, `paper_near_end`, `paper_out`, `unknown`).
        detail: For technicians: port, firmware, what was received.
        since: Since when state and reason are these, in UTC; the supervisor says it.
    """

    state: State
    reason: Reason
    supplies: dict[str, Reason] = field(default_factory=dict)
    detail: str = ""
    since: datetime | None = field(default=None, compare=False)

    @property
    def can_serve(self) -> bool:
        """Whether a citizen could be served now."""
        return self.state in (State.READY, State.WARNING)


class Device(Protocol):
    """What all devices have in common."""

    def open(self) -> None:
        """Claim the port and greet the device; raises `DriverError`."""

    def close(self) -> None:
        """Give the port back. Never raises, and may be called twice."""

    def status(self) -> DeviceStatus:
        """Ask the device itself. Raises `DriverError` if it does not answer."""


class CardType(StrEnum):
    """Which document a reader saw."""

    RESIDENT = "resident"
    FOREIGNER_2017 = "foreigner_2017"
    FOREIGNER_2023 = "foreigner_2023"
    HK_MACAU_TAIWAN = "hk_macau_taiwan"
    SOCIAL_SECURITY = "social_security"


@dataclass(frozen=True)
class CardReading:
    """A card's fields, in the words of the public interface; absent ones are None.

    Attributes:
        sex: `male`, `female`, `unknown` or `not_stated` (GB/T 2261.1).
        nation: Two digits of GB 3304, also where the table does not know them.
        address: The current one: last appended to the chip, else the printed one.
        photo: `WLf` bytes as the reader gave them, which only the ministry's
            library decodes; never shown and never stored.
    """

    card_type: CardType
    number: str
    name: str | None = None
    english_name: str | None = None
    sex: str | None = None
    nation: str | None = None
    birth_date: date | None = None
    address: str | None = None
    issuer: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    long_term: bool = False
    pass_number: str | None = None
    issue_count: str | None = None
    nationality: str | None = None
    old_number: str | None = None
    card_number: str | None = None
    photo: bytes | None = field(default=None, repr=False)

    def __repr__(self) -> str:
        """Say only which card it is: readings must never reach a log."""
        return f"<CardReading {self.card_type}>"


class CardReader(Device, Protocol):
    """A reader of cards, asked again and again by the supervisor."""

    def read_card(self) -> CardReading | None:
        """Look once for a card and read it.

        Returns:
            The reading, or None while there is no unread card on the reader.

        Raises:
            CardError: The card must be lifted and put back.
            DriverError: The reader itself is at fault.
        """

    def card_present(self) -> bool:
        """Whether a card, read or not, lies on the reader now."""


class Align(StrEnum):
    """Where a line of a receipt stands."""

    LEFT = "left"
    CENTRE = "centre"


class Size(StrEnum):
    """Height of a receipt's text, in dots at 203 dpi: 24, 32 and 48."""

    NORMAL = "normal"
    EMPHASISED = "emphasised"
    LARGE = "large"


@dataclass(frozen=True)
class Text:
    """A paragraph; wrapped to the paper's width."""

    text: str
    size: Size = Size.NORMAL
    align: Align = Align.LEFT
    bold: bool = False


@dataclass(frozen=True)
class Pair:
    """A label at the left and its value at the right, wrapped where too long."""

    label: str
    value: str
    bold: bool = False


@dataclass(frozen=True)
class Table:
    """Columns of text, as wide as their content asks; numbers at the right.

    Attributes:
        header: One heading for each column.
        rows: As many cells in each row as the header has.
        right: Index of each column that is aligned at the right.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    right: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Rule:
    """A line across the paper."""


@dataclass(frozen=True)
class QrCode:
    """A QR code in the middle of the paper; level M, at least 25 mm wide."""

    data: str


Block = Text | Pair | Table | Rule | QrCode


@dataclass(frozen=True)
class Receipt:
    """What a receipt says, from top to bottom; the driver lays it out and cuts."""

    blocks: tuple[Block, ...]


class PrintOutcome(StrEnum):
    """What is known about paper after printing."""

    PRINTED = "printed"  # status before and after agree, and all was taken
    NOTHING_CAME_OUT = "nothing_came_out"  # provably: refused before the first byte
    UNKNOWN = "unknown"  # something may have come out, whole or in part


@dataclass(frozen=True)
class PrintResult:
    """How a print ended, and why it did not end well."""

    outcome: PrintOutcome
    reason: Reason = Reason.OK


class ReceiptPrinter(Device, Protocol):
    """A printer of receipts that can tell what it did.

    Attributes:
        leftover: What may hang in it; its supervisor gives each driver the same.
    """

    leftover: Leftover

    def print(self, receipt: Receipt) -> PrintResult:
        """Print and cut one receipt; the outcome is told, not raised."""


class DocumentPrinter(Device, Protocol):
    """A printer of A4 documents that follows each job to its end."""

    def print(self, pdf: bytes, title: str) -> PrintResult:
        """Print one document; the outcome is told, not raised.

        Args:
            pdf: The document.
            title: What the job is called at the printer; never personal data.
        """

    def cancel(self) -> None:
        """End the job that is under way, and leave nothing of it in a spool.

        May be called from another thread while `print` runs.
        """


class Door(StrEnum):
    """What is known of a cell's door."""

    OPEN = "open"
    CLOSED = "closed"
    UNKNOWN = "unknown"


class Locker(Device, Protocol):
    """A cabinet of cells (格口), each with an electric lock and perhaps a sensor.

    Attributes:
        cells: How many there are; they are numbered from 1.
        poll_interval: Seconds between two calls of `doors` while one is followed.
    """

    cells: int
    poll_interval: float

    def unlock(self, cell: int) -> None:
        """Release one cell's lock; whether the door opened, `doors` tells.

        Raises:
            ValueError: There is no such cell.
        """

    def doors(self) -> dict[int, Door]:
        """How each door is, asked from the sensors; UNKNOWN where there is none."""


class CodeKind(StrEnum):
    """What a scanned text is, as far as its form tells."""

    PAYMENT_CODE = "payment_code"  # a citizen's WeChat or Alipay code
    BILL_CODE = "bill_code"  # of a fee to pay
    DOCUMENT_CODE = "document_code"  # of a printed document or slip
    ELECTRONIC_CARD = "electronic_card"  # the electronic social-security card
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class ScannedCode:
    """A code that was read; its text can be a citizen's and never reaches a log."""

    kind: CodeKind
    text: str = field(repr=False)


class CodeScanner(Device, Protocol):
    """A scanner of bar codes and QR codes."""

    def read_code(self, timeout: float) -> ScannedCode | None:
        """Wait for the next code, at most `timeout` seconds; None if none came.

        Raises:
            ProtocolError: What came is too long or no text.
            DriverError: The scanner itself is at fault.
        """

    def drop_pending(self) -> None:
        """Forget what was scanned before anybody asked: it belongs to nobody here."""


@dataclass(frozen=True)
class ShownCode:
    """What a QR display shows.

    Attributes:
        data: The code's content; a display of text alone leaves it out.
        caption: One line above it, in the citizen's language.
        amount: In fen; None where there is nothing to pay.
    """

    data: str = field(repr=False)
    caption: str = ""
    amount: int | None = None


class QrDisplay(Device, Protocol):
    """Where a citizen sees a code to scan, or at least the amount to pay."""

    def show(self, code: ShownCode) -> None:
        """Show it until `clear`, or until another one is shown."""

    def clear(self) -> None:
        """Show nothing of any citizen any more."""


Clock = Callable[[], float]
"""Monotonic seconds."""
