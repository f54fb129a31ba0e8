"""Calls to central while a citizen waits, each in a thread of its own.

Results arrive in the runtime's inbox as events with the action's token; the machine
drops those it no longer waits for.
"""

import hashlib
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from uuid import UUID, uuid4

import structlog

from contract.documents import DocumentRequest, IssuedDocument
from contract.entitlements import Entitlement
from kiosk.errors import CentralError, SealError
from kiosk.flow.actions import (
    AskEntitlements,
    CollectDocument,
    IssueDocument,
    QueryCentral,
)
from kiosk.flow.events import (
    DocumentFailed,
    DocumentIssued,
    EntitlementsAnswered,
    Event,
    PaymentAnswered,
    QueryAnswered,
    QueryFailed,
)
from kiosk.wire import keys as central_keys
from kiosk.wire.client import CentralClient
from view import Trouble

THREADS = 6
"""Calls at once: several, so that hanging ones do not block the next citizen's."""

Keys = tuple[bytes, ...]

_log = structlog.get_logger()


@dataclass(frozen=True)
class PaymentNews:
    """A payment's state, to be recorded before it is sent to the machine.

    Attributes:
        item: The code of the service item that is paid for.
    """

    item: str
    event: PaymentAnswered


Told = Event | PaymentNews
Tell = Callable[[Told], None]


@dataclass(frozen=True)
class Ends:
    """Receives the results of calls from their threads.

    Attributes:
        tell: Sends a result to the inbox; may be called from any thread.
        wake_agent: Called when central could not be reached, so that the agent checks
            the link.
    """

    tell: Tell
    wake_agent: Callable[[], None]

    def ask(
        self,
        what: str,
        call: Callable[[], Told | None],
        failed: Callable[[Trouble], Told],
    ) -> None:
        """Make a call and send its result in any case; None sends nothing.

        Args:
            what: The call's name in the log.
            call: Makes the call; may raise `CentralError`.
            failed: Returns the event for a failed call.
        """
        try:
            event = call()
        except CentralError as error:
            _log.warning(f"{what}_failed", trouble=error.trouble, detail=error.detail)
            self.tell(failed(error.trouble))
            self.wake_agent()
        except BaseException:
            # An internal error: the citizen must not wait forever, and it must be
            # logged.
            self.tell(failed(Trouble.CENTRAL))
            _log.critical(f"{what}_crashed", exc_info=True)
            raise
        else:
            if event is not None:
                self.tell(event)


class Queries:
    """The calls of a visit; used by the runtime's thread only.

    Args:
        client: The client for central's API.
        ends: Receives the results.
    """

    def __init__(self, client: CentralClient, ends: Ends) -> None:
        self._client = client
        self._ends = ends
        self._threads = ThreadPoolExecutor(THREADS, "inquiry")
        self._asked: set[Future[None]] = set()

    def query(self, action: QueryCentral) -> None:
        """Send a query; the result is `QueryAnswered` or `QueryFailed`."""
        self._ask(
            "query",
            lambda: QueryAnswered(action.token, self._client.query(action.query)),
            lambda trouble: QueryFailed(action.token, trouble),
        )

    def entitlements(
        self,
        action: AskEntitlements,
        local: tuple[Entitlement, ...],
        handed_out: frozenset[UUID],
    ) -> None:
        """Look up entitlements; the result is always `EntitlementsAnswered`.

        Args:
            action: The action.
            local: The entitlements this terminal has stored. They are used if central
                cannot be reached; otherwise central's are, completed with local
                serials.
            handed_out: Documents and payments that have been handed out, possibly
                without central's knowledge.
        """

        def call() -> Event:
            answer = self._client.entitlements(action.collection)
            left = tuple(
                each for each in answer.entitlements if not _over(each, handed_out)
            )
            merged = _with_serials(left, local)
            return EntitlementsAnswered(action.token, merged, holder=answer.holder)

        self._ask(
            "entitlements",
            call,
            lambda _: EntitlementsAnswered(action.token, local),
        )

    def issue(self, action: IssueDocument, keys: Keys) -> None:
        """Have a document made: `DocumentIssued` or `DocumentFailed`.

        `keys` check the seal.
        """
        case = action.case or uuid4()

        def make() -> IssuedDocument:
            request = DocumentRequest(
                idempotency_key=case,
                item=action.item.code,
                applicant=action.applicant,
                form=action.form,
                payment=action.payment,
            )
            return self._client.issue_document(request)

        self._ask(
            "document",
            lambda: DocumentIssued(action.token, case, self._sealed(make(), keys)),
            lambda trouble: DocumentFailed(action.token, trouble),
        )

    def collect(self, action: CollectDocument, keys: Keys) -> None:
        """Fetch a waiting document, likewise; a new case begins with it."""

        def fetch() -> IssuedDocument:
            return self._client.collect_document(action.document, action.collection)

        self._ask(
            "document",
            lambda: DocumentIssued(action.token, uuid4(), self._sealed(fetch(), keys)),
            lambda trouble: DocumentFailed(action.token, trouble),
        )

    def drop(self) -> None:
        """End the visit: cancel calls that have not begun."""
        for each in self._asked:
            each.cancel()
        self._asked.clear()

    def close(self) -> None:
        """Stop making calls; those under way end on their own."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _ask(
        self,
        what: str,
        call: Callable[[], Told],
        failed: Callable[[Trouble], Told],
    ) -> None:
        self._asked = {each for each in self._asked if not each.done()}
        self._asked.add(self._threads.submit(self._ends.ask, what, call, failed))

    def _sealed(self, document: IssuedDocument, keys: Keys) -> IssuedDocument:
        """Return the document if it is complete and sealed by central.

        Raises:
            CentralError: It is not; such a document is never printed.
        """
        whole = hashlib.sha256(document.pdf).hexdigest() == document.sha256
        if not whole or not document.pdf.startswith(b"%PDF-"):
            raise CentralError(Trouble.CENTRAL, "the document did not come whole")
        try:
            try:
                central_keys.check(document, keys)
            except SealError:
                # Central may have a new key that the agent has not fetched yet.
                central_keys.check(document, self._client.catalogue().verification_keys)
        except SealError as error:
            _log.error("document_refused", serial=document.serial, reason=str(error))
            raise CentralError(Trouble.CENTRAL, "the seal is wrong") from None
        return document


def _over(entitlement: Entitlement, handed_out: frozenset[UUID]) -> bool:
    if entitlement.document is not None:
        return entitlement.document.document in handed_out
    return entitlement.payment is not None and entitlement.payment.payment in handed_out


def _with_serials(
    from_central: tuple[Entitlement, ...], local: tuple[Entitlement, ...]
) -> tuple[Entitlement, ...]:
    """Return central's entitlements with the serials stored on this terminal."""
    serials = {each.payment.payment: each.serial for each in local if each.payment}
    return tuple(
        each.model_copy(update={"serial": serials.get(each.payment.payment)})
        if each.payment and each.serial is None
        else each
        for each in from_central
    )
