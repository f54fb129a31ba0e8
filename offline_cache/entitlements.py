"""What a citizen still has coming from this terminal, as far as it knows by itself.

Two tables. `waiting_request` holds the requests that central has not taken in yet, so
that asking the same twice is one case; a trigger ends each with its record.
`payment` holds every payment that was begun here, until its receipt is printed or it is
known that nothing was paid. Neither says who it is about: people and forms are hashes
under the terminal's own key.
"""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from offline_cache.clock import WallClock, from_label, to_label, utc_now
from offline_cache.database import Cache, Row


@dataclass(frozen=True)
class BegunPayment:
    """A payment that was begun here.

    Attributes:
        person: Keyed hash of who pays; None where the item asks nobody.
        state: As central last said.
        serial: Of its receipt, once one was written.
        detail: What central last said of it, as JSON.
    """

    payment: UUID
    case: UUID
    person: str | None
    item: str
    title_zh: str
    title_en: str
    state: str
    serial: str | None
    detail: str | None = field(repr=False)
    begun_at: datetime


class Entitlements:
    """Both tables; writes belong to the caller's transaction.

    Args:
        cache: The connection of this thread.
        clock: Labels what is begun.
    """

    def __init__(self, cache: Cache, clock: WallClock = utc_now) -> None:
        self._cache = cache
        self._clock = clock

    def waiting_request(self, fingerprint: str) -> UUID | None:
        """The case of a request of this fingerprint that still waits here."""
        rows = self._cache.rows(
            "SELECT case_key FROM waiting_request WHERE fingerprint = ?", fingerprint
        )
        return UUID(rows[0]["case_key"]) if rows else None

    def request_waits(self, fingerprint: str, case: UUID) -> None:
        """A request was written; its record must be in the same transaction.

        Raises:
            CacheMisuseError: There is no transaction, or one like it waits already.
        """
        self._cache.require_transaction()
        self._cache.rows(
            "INSERT INTO waiting_request VALUES (?, ?)", fingerprint, str(case)
        )

    def begin_payment(
        self,
        payment: UUID,
        case: UUID,
        *,
        person: str | None,
        item: str,
        title: tuple[str, str],
        state: str,
    ) -> None:
        """Write down an intent to pay.

        Args:
            payment: Its idempotency key.
            case: What is paid for.
            person: Keyed hash.
            item: Code of the service item.
            title: What is paid for, in Chinese and English.
            state: In the words of payments.
        """
        self._cache.require_transaction()
        self._cache.rows(
            "INSERT INTO payment VALUES (?, ?, ?, ?, ?, ?, ?, NULL, NULL, ?)",
            *(str(payment), str(case), person, item, *title, state),
            to_label(self._clock()),
        )

    def payment(self, payment: UUID) -> BegunPayment | None:
        """A payment that was begun here and is not over."""
        rows = self._cache.rows("SELECT * FROM payment WHERE payment = ?", str(payment))
        return _begun(rows[0]) if rows else None

    def payments_of(self, person: str, state: str) -> list[BegunPayment]:
        """Whoever's payments in this state, oldest first."""
        rows = self._cache.rows(
            "SELECT * FROM payment WHERE person = ? AND state = ?"
            " ORDER BY begun_at, payment",
            *(person, state),
        )
        return list(map(_begun, rows))

    def payment_is(self, payment: UUID, state: str, detail: str) -> None:
        """Central says how it stands."""
        self._change("state = ?, detail = ?", payment, state, detail)

    def receipt_written(self, payment: UUID, serial: str) -> None:
        """Its receipt has a serial, which a copy keeps."""
        self._change("serial = ?", payment, serial)

    def payment_over(self, payment: UUID) -> None:
        """Nothing of it is coming any more; forgets it, if it was known at all."""
        self._cache.require_transaction()
        self._cache.rows("DELETE FROM payment WHERE payment = ?", str(payment))

    def _change(self, what: str, payment: UUID, *values: object) -> None:
        self._cache.require_transaction()
        self._cache.rows(
            f"UPDATE payment SET {what} WHERE payment = ?",  # noqa: S608 - our own text
            *(*values, str(payment)),
        )


def _begun(row: Row) -> BegunPayment:
    return BegunPayment(
        payment=UUID(row["payment"]),
        case=UUID(row["case_key"]),
        person=row["person"],
        item=row["item"],
        title_zh=row["title_zh"],
        title_en=row["title_en"],
        state=row["state"],
        serial=row["serial"],
        detail=row["detail"],
        begun_at=from_label(row["begun_at"]),
    )
