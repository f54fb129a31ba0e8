"""Requests that are accepted for later, and ratings."""

import json
from uuid import UUID, uuid4

from contract.codes import code_of
from contract.records import RecordKind, RequestBody
from kiosk.effects.ledger import Ledger
from kiosk.flow.actions import QueueRequest, StoreRating
from kiosk.flow.events import RecordStored
from offline_cache.words import Kind


class Requests:
    """Accepts what central does later."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def queue_request(self, action: QueueRequest) -> RecordStored:
        """Accept a request, with a code to collect its result.

        The same person asking for the same, while the first waits here, gets the first
        case again, and so the same code.
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
        """The code on a case's slip: of the case and this terminal's key, never kept.

        40 bits of a keyed hash: whoever knows the case's number cannot tell the code.
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
