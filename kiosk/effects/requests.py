"""Requests accepted while offline, and ratings."""

import json
from uuid import UUID, uuid4

from contract.codes import code_of
from contract.records import RecordKind, RequestBody
from kiosk.effects.ledger import Ledger
from kiosk.flow.actions import QueueRequest, StoreRating
from kiosk.flow.events import RecordStored
from offline_cache.words import Kind


class Requests:
    """Accepts requests that central carries out later."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def queue_request(self, action: QueueRequest) -> RecordStored:
        """Accept a request and return the code that collects its result.

        If the same person makes the same request while the first is still queued, the
        first case and its code are returned again.
        """
        with self._ledger.cache.transaction():
            fingerprint = self._fingerprint(action)
            case = self._ledger.entitlements.waiting_request(fingerprint)
            if case is not None:
                code = self.slip_code(case)
                return RecordStored(action.token, case, code, again=True)
            case = uuid4()
            slip_code = self.slip_code(case)
            body = RequestBody(
                applicant=action.applicant,
                slip_code=slip_code,
                language=action.language,
                form=action.form,
                options=action.options,
                payment=action.payment,
            )
            self._ledger.enqueue(case, action.item.code, RecordKind.REQUEST, body)
            self._ledger.entitlements.request_waits(fingerprint, case)
            self._ledger.journal.append(
                Kind.REQUEST_ACCEPTED,
                visit=self._ledger.visit_label(action.token),
                item=action.item.code,
                detail={"case": str(case)},
            )
        return RecordStored(action.token, case, slip_code)

    def store_rating(self, action: StoreRating) -> RecordStored:
        """Queue a rating."""
        key = uuid4()
        with self._ledger.cache.transaction():
            self._ledger.enqueue(
                key, action.item.code, RecordKind.RATING, action.rating
            )
        return RecordStored(action.token, key, None)

    def slip_code(self, case: UUID) -> str:
        """Return the code on a case's slip, derived from the terminal's key.

        It is 40 bits of a keyed hash and is never stored; the case's number does not
        reveal it.
        """
        return code_of(int.from_bytes(self._ledger.keyed("slip code", str(case))))

    def _fingerprint(self, action: QueueRequest) -> str:
        number = action.applicant.number.upper() if action.applicant else None
        payment = str(action.payment) if action.payment else None
        asked = [
            action.item.code,
            number,
            sorted(action.form.items()),
            sorted(action.options),
            payment,
        ]
        return self._ledger.keyed("request", json.dumps(asked)).hex()
