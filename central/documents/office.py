"""Makes documents, stores them, and hands them out."""

import hashlib
import hmac
import json
import secrets
import threading
from collections.abc import Callable
from datetime import datetime
from functools import partial
from uuid import UUID, uuid4

import structlog
from starlette.concurrency import run_in_threadpool

from central.departments.desk import Desk
from central.documents.certificate import Certificate
from central.documents.errors import (
    DocumentDeletedError,
    DocumentKeyReusedError,
    NoSuchDocumentError,
    NotADocumentError,
    NothingFoundError,
    PaymentMissingError,
    TooMuchError,
    UnprintableError,
)
from central.documents.keys import Keys
from central.documents.render import Renderer
from central.documents.seal import Seal
from central.store.database import Store
from central.store.documents import (
    KeptDocument,
    count_copy,
    document_of_id,
    document_of_key,
    keep,
    last_serial,
    paid_for,
)
from central.store.errors import ConflictError
from central.store.persons import Persons
from contract.codes import CODE_LENGTH, code_of, plain_code
from contract.documents import Collection, DocumentRequest, IssuedDocument
from contract.payment import PaymentState
from contract.queries import Query
from contract.records import Paper
from contract.service_item import ServiceItem, StepKind
from contract.verification import sign

log = structlog.get_logger()


ATTEMPTS = 5
"""To keep a document whose serial another process of central takes first."""

PRINTED = (Paper.PRINTED, Paper.UNCERTAIN)
"""After either, another paper is a copy: the first one may be in somebody's hands."""


class Documents:
    """Makes documents of departments' answers, each once.

    Args:
        store: Where they are stored.
        desk: Queries the departments.
        keys: To sign with.
        items: The definition in use of an item, by its code.
        demonstration: Whether seals read 演示.

    Attributes:
        keys: As given; their public part verifies documents.
    """

    def __init__(
        self,
        store: Store,
        desk: Desk,
        keys: Keys,
        items: Callable[[str], ServiceItem | None],
        *,
        demonstration: bool,
    ) -> None:
        self._store = store
        self._desk = desk
        self.keys = keys
        self._items = items
        self._demonstration = demonstration
        self._persons = Persons(keys.people)
        self._renderer = Renderer()
        self._seal = Seal(keys)
        self._serials = threading.Lock()
        self._numbers: dict[str, int] = {}

    async def issue(
        self,
        request: DocumentRequest,
        terminal: str,
        *,
        slip_code: str | None = None,
        now: datetime,
    ) -> IssuedDocument:
        """Return a document made of the department's present answer.

        Args:
            request: Under the key of its case; the same request returns the same
                document again, also when the department is unreachable.
            terminal: The requesting terminal.
            slip_code: Its collection code; one is made if left out.
            now: Central's time.

        Raises:
            DocumentError: None is made; see `documents.errors`.
            DepartmentError: The department has not answered.
        """
        fingerprint = _fingerprint(request)
        known = await run_in_threadpool(self._known, request, fingerprint, now)
        if known is not None:
            return known
        item = self._items(request.item)
        if item is None or StepKind.PRINT not in item.steps:
            raise NotADocumentError(request.item)
        await run_in_threadpool(self._check_payment, request, item)
        query = Query(item=request.item, applicant=request.applicant, form=request.form)
        answer = await self._desk.ask(query)
        if not answer.found:
            raise NothingFoundError(request.item)
        if answer.documents:
            raise NotADocumentError(request.item)
        draft = Certificate(
            serial="",
            item=item.code,
            department=item.department.name,
            legal_basis=item.legal_basis,
            hotline=item.hotline,
            holder=request.applicant,
            terminal=terminal,
            issued_at=now.replace(microsecond=0),
            answer=answer,
            demonstration=self._demonstration,
        )
        make = partial(self._make, request, fingerprint, draft, slip_code or new_code())
        return await run_in_threadpool(make, now)

    async def collect(
        self, document: UUID, collection: Collection, *, now: datetime
    ) -> IssuedDocument:
        """Return a document that was made before.

        The bytes are the same until it was printed, or may have been; from then on
        it is drawn again as a copy (副本) under the same serial.

        Raises:
            NoSuchDocumentError: There is none, or it is not for this person or code.
        """
        return await run_in_threadpool(self._collect, document, collection, now)

    def _known(
        self, request: DocumentRequest, fingerprint: str, now: datetime
    ) -> IssuedDocument | None:
        known = document_of_key(self._store, request.idempotency_key)
        if known is None:
            return None
        if known.fingerprint != fingerprint:
            raise DocumentKeyReusedError(request.item)
        if known.deleted:
            raise DocumentDeletedError(request.item)
        return _issued(known, known.pdf, now, copy=False)

    def _check_payment(self, request: DocumentRequest, item: ServiceItem) -> None:
        if request.payment is None:
            if StepKind.PAY in item.steps:
                raise PaymentMissingError(item.code)
            return
        paid = paid_for(self._store, request.payment)
        if (
            paid is None
            or paid.item != item.code
            or paid.state != PaymentState.APPROVED
            or paid.used_by not in (None, request.idempotency_key)
        ):
            raise PaymentMissingError(item.code)

    def _make(
        self,
        request: DocumentRequest,
        fingerprint: str,
        draft: Certificate,
        slip_code: str,
        now: datetime,
    ) -> IssuedDocument:
        for _ in range(ATTEMPTS):
            serial = self._next_serial(draft)
            certificate = draft.model_copy(update={"serial": serial})
            verification = self._sealed(certificate)
            pdf, pages = self._draw(certificate, verification, copy=False)
            document = KeptDocument(
                id=uuid4(),
                idempotency_key=request.idempotency_key,
                fingerprint=fingerprint,
                item=request.item,
                serial=serial,
                title=certificate.title,
                person=self._persons.hash(request.applicant.number),
                slip_code=slip_code,
                content=certificate.model_dump_json(exclude_none=True),
                pdf=pdf,
                pages=pages,
                sha256=hashlib.sha256(pdf).hexdigest(),
                verification=verification,
                terminal=certificate.terminal,
                payment=request.payment,
                issued_at=certificate.issued_at,
            )
            if keep(self._store, document):
                return _issued(document, pdf, now, copy=False)
            known = self._known(request, fingerprint, now)
            if known is not None:  # another process has handled the same request
                return known
        raise ConflictError("others kept taking the same serials")

    def _collect(
        self, document: UUID, collection: Collection, now: datetime
    ) -> IssuedDocument:
        known = document_of_id(self._store, document)
        if known is None or known.deleted or not self._is_for(known, collection):
            raise NoSuchDocumentError("not for this person or code")
        if known.printed not in PRINTED:
            return _issued(known, known.pdf, now, copy=False)
        certificate = Certificate.model_validate_json(known.content)
        pdf, _ = self._draw(certificate, known.verification, copy=True)
        count_copy(self._store, document)
        return _issued(known, pdf, now, copy=True)

    def _is_for(self, known: KeptDocument, collection: Collection) -> bool:
        if collection.applicant is not None:
            given = self._persons.hash(collection.applicant.number)
            return hmac.compare_digest(given, known.person)
        code = collection.code or ""
        same = plain_code(code).encode(), plain_code(known.slip_code).encode()
        return hmac.compare_digest(*same)

    def _sealed(self, certificate: Certificate) -> str:
        try:
            return sign(certificate.claims(), self.keys.signing_key)
        except ValueError as error:
            log.error(  # noqa: TRY400 - nothing else is known of it
                "alarm: a document says too much for a QR code", item=certificate.item
            )
            raise TooMuchError(certificate.item) from error

    def _draw(
        self, certificate: Certificate, verification: str, *, copy: bool
    ) -> tuple[bytes, int]:
        try:
            drawn = self._renderer.render(certificate, verification, copy=copy)
        except UnprintableError as error:
            log.error(  # noqa: TRY400 - the code points say all, and a traceback more
                "alarm: a document cannot be drawn",
                item=certificate.item,
                missing=error.code_points,
            )
            raise
        return self._seal.sign(drawn)

    def _next_serial(self, certificate: Certificate) -> str:
        """Return `SS-20261126-000123`: department, Shanghai's day, the day's number."""
        department = certificate.item.partition(".")[0]
        initials = "".join(word[0] for word in department.split("_")).upper()
        prefix = f"{initials}-{certificate.issued_on:%Y%m%d}-"
        with self._serials:
            last = last_serial(self._store, prefix)
            kept = int(last.removeprefix(prefix)) if last else 0
            number = max(kept, self._numbers.get(prefix, 0)) + 1
            self._numbers = {prefix: number} | {
                other: count
                for other, count in self._numbers.items()
                if other != prefix and other[-9:] == prefix[-9:]
            }
        return f"{prefix}{number:06}"


def new_code() -> str:
    """Return a new collection code in its readable form: `7KQ2-M9XD`."""
    return code_of(secrets.randbits(5 * CODE_LENGTH))


def _fingerprint(request: DocumentRequest) -> str:
    asked = request.model_dump(mode="json", exclude={"idempotency_key"})
    return hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()


def _issued(
    document: KeptDocument, pdf: bytes, now: datetime, *, copy: bool
) -> IssuedDocument:
    # Not validated again: the model would decode base64.
    return IssuedDocument.model_construct(
        time=now,
        document=document.id,
        item=document.item,
        title=document.title,
        serial=document.serial,
        pages=document.pages,
        copy_of=copy,
        sha256=hashlib.sha256(pdf).hexdigest(),
        pdf=pdf,
        verification=document.verification,
        code=document.slip_code,
    )
