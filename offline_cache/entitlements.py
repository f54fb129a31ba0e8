"""Entitlements of citizens at this terminal, as far as the terminal knows them.

`waiting_request` holds requests that central has not accepted yet, so that repeating a
request does not create a second case; a trigger deletes each with its record. `payment`
holds every payment that was begun here, until its receipt is printed or it is certain
that nothing was paid. Neither holds personal data: people and forms are hashes under
the terminal's own key.
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
        person: Keyed hash of the citizen; None if the item needs no card.
        state: The state that central reported last.
        serial: Serial of its receipt, once it has one.
        detail: The payment as central reported it last, as JSON.
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
        clock: Supplies the labels.
    """

    def __init__(self, cache: Cache, clock: WallClock = utc_now) -> None:
        self._cache = cache
        self._clock = clock

    def waiting_request(self, fingerprint: str) -> UUID | None:
        """Return the case of a waiting request with this fingerprint, if any."""
        rows = self._cache.rows(
            "SELECT case_key FROM waiting_request WHERE fingerprint = ?", fingerprint
        )
        return UUID(rows[0]["case_key"]) if rows else None

    def request_waits(self, fingerprint: str, case: UUID) -> None:
        """Record a waiting request, in the transaction that enqueues its record.

        Raises:
            CacheMisuseError: There is no transaction, or the fingerprint exists.
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
        """Record an intent to pay.

        Args:
            payment: Its idempotency key.
            case: The case that is paid for.
            person: Keyed hash of the citizen.
            item: Code of the service item.
            title: What is paid for, in Chinese and English.
            state: A state of a payment.
        """
        self._cache.require_transaction()
        self._cache.rows(
            "INSERT INTO payment VALUES (?, ?, ?, ?, ?, ?, ?, NULL, NULL, ?)",
            *(str(payment), str(case), person, item, *title, state),
            to_label(self._clock()),
        )

    def payment(self, payment: UUID) -> BegunPayment | None:
        """Return a payment that was begun here and is not over, or None."""
        rows = self._cache.rows("SELECT * FROM payment WHERE payment = ?", str(payment))
        return _begun(rows[0]) if rows else None

    def payments_of(self, person: str, state: str) -> list[BegunPayment]:
        """Return a person's payments in this state, oldest first."""
        rows = self._cache.rows(
            "SELECT * FROM payment WHERE person = ? AND state = ?"
            " ORDER BY begun_at, payment",
            *(person, state),
        )
        return list(map(_begun, rows))

    def payment_is(self, payment: UUID, state: str, detail: str) -> None:
        """Record the state that central reported."""
        self._change("state = ?, detail = ?", payment, state, detail)

    def receipt_written(self, payment: UUID, serial: str) -> None:
        """Record the serial of the receipt, which a copy keeps."""
        self._change("serial = ?", payment, serial)

    def payment_over(self, payment: UUID) -> None:
        """Delete a payment from which nothing is due any more, if it exists."""
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
