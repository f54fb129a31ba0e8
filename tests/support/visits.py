"""Terminals for tests: a cache in a folder, a printer that can read it."""

import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar, cast
from uuid import UUID

from central.documents import keys as central_keys
from config.settings import DEMO_SEALING_KEY
from contract import sealing
from contract.catalogue import Catalogue
from contract.documents import Collection, DocumentRequest, IssuedDocument
from contract.entitlements import Entitlements
from contract.model import Bilingual, Message
from contract.payment import Payment, PaymentRequest, PaymentState
from contract.queries import Query, QueryAnswer
from contract.records import BODIES, RecordKind
from contract.service_item import ServiceItem
from drivers.base import DeviceStatus, PrintResult, Receipt, Role
from drivers.supervisor import (
    CardLifted,
    CardRead,
    CardSeen,
    DeviceEvent,
    Emit,
    PrintDone,
    Supervisor,
)
from kiosk.effects import ArmedReceipt, Devices, Effects, Ledger
from kiosk.flow.machine import Setting
from kiosk.runtime.runtime import Runtime
from kiosk.runtime.storage import Storage
from kiosk.service_pin import PinSource
from kiosk.wire.client import CentralClient
from offline_cache.database import Cache
from offline_cache.outbox import Outbox, OutboxRecord
from support.cache import open_cache
from support.devices import READY
from support.flow import answer, item, reading
from view import (
    Attract,
    Begin,
    Choose,
    ChooseItem,
    ConfirmPerson,
    Content,
    Intent,
    Main,
    PutCard,
    Tap,
    Trouble,
    View,
)

NOW = datetime(2026, 11, 22, 16, 5, 9, tzinfo=UTC)
"""Five past midnight on the 23rd in Shanghai."""

PLACE = Bilingual(zh_CN="大厅", en="hall")

RUNNING = {"backend": "sam_serial", "url": "/dev/ttyUSB0", "baud_rate": 115200}

C = TypeVar("C", bound=Content)


def effects_of(
    cache: Cache,
    devices: Devices,
    pin: PinSource | None = None,
    sealing_key: bytes | None = DEMO_SEALING_KEY,
) -> Effects:
    return Effects(
        Ledger(
            cache,
            terminal="demo-01",
            place=PLACE,
            demonstration=True,
            clock=lambda: NOW,
            sealing_key=sealing_key,
        ),
        devices,
        pin=pin,
    )


def bodies(cache: Cache, kind: RecordKind) -> list[Any]:
    """Return the outbox's records of a kind, as their models, with their keys."""
    model: type[Message] = BODIES[kind]
    return [
        (record.idempotency_key, model.model_validate_json(unsealed(record)))
        for record in Outbox(cache).records()
        if record.kind == kind
    ]


def unsealed(record: OutboxRecord) -> bytes:
    """Return a record's content: central's view, since the terminal cannot read it."""
    private = central_keys.DEMO_SEALING_KEY
    known = {sealing.key_id(sealing.public_key(private)): private}
    assert record.key_id is not None
    return sealing.unseal(record.body, record.key_id, known)


class FakeDevices:
    """A supervisor whose devices are the test: records requests, sends reports.

    Attributes:
        asked: Tickets of the requested cards, the last one current, or None.
        listening: Ticket of the expected code, or None.
        jobs: Tickets and receipts to be printed, oldest first.
        submitted: Role, ticket and job of all other requests.
        look: Called when a device is to act, before anything else.
    """

    def __init__(self) -> None:
        self.tell: Callable[[DeviceEvent], None]
        self.asked: list[object] = []
        self.wanted: object | None = None
        self.listening: object | None = None
        self.jobs: list[tuple[Any, Receipt]] = []
        self.submitted: list[tuple[Role, Any, Callable[[Any], Any]]] = []
        self.look: Callable[[], object] = lambda: None
        self.how: dict[Role, DeviceStatus] = dict.fromkeys(Role, READY)
        self.started = self.stopped = False

    def start(self) -> None:
        self.started = True

    def stop(self) -> None:
        self.stopped = True

    def statuses(self) -> dict[Role, DeviceStatus]:
        return dict(self.how)

    def read_card(self, ticket: object) -> None:
        self.asked.append(ticket)
        self.wanted = ticket

    def stop_reading(self) -> None:
        self.wanted = None

    def read_code(self, ticket: object) -> None:
        self.listening = ticket

    def stop_reading_code(self) -> None:
        self.listening = None

    def print(self, ticket: object, receipt: Receipt) -> None:
        self.look()
        self.jobs.append((ticket, receipt))

    def submit(
        self,
        role: Role,
        job: Callable[[Any], object],
        ticket: object,
        limit_s: float = 0,  # noqa: ARG002 - of the Protocol
    ) -> None:
        self.look()
        self.submitted.append((role, ticket, job))


class Folder:
    """A folder with a cache, to be read through further connections."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def open(self) -> Cache:
        return open_cache(self.path)

    def see(self, look: Callable[[Cache], Any]) -> Any:
        with self.open() as cache:
            return look(cache)


class FakeClient:
    """A central that answers each call as the test sets it, in the call's thread.

    Attributes:
        reply: Answers queries; the next ones answer the other calls of their names.
        stands: Returns a payment's state, given the state it should be unlike.
        asked: The queries.
        calls: Name and argument of every other call.
    """

    def __init__(self) -> None:
        self.reply: Callable[[Query], QueryAnswer] = lambda _: answer()
        self.coming: Callable[[Collection], Entitlements] = lambda _: Entitlements(
            time=NOW
        )
        self.issue: Callable[[DocumentRequest], IssuedDocument]
        self.collect: Callable[[Collection], IssuedDocument]
        self.pay: Callable[[PaymentRequest], Payment]
        self.stands: Callable[[PaymentState | None], Payment]
        self.shut: Callable[[UUID], Payment]
        self.published = Catalogue(time=NOW)
        self.asked: list[Query] = []
        self.calls: list[tuple[str, Any]] = []
        self.closed = False

    def query(self, query: Query) -> QueryAnswer:
        self.asked.append(query)
        return self.reply(query)

    def entitlements(self, collection: Collection) -> Entitlements:
        self.calls.append(("entitlements", collection))
        return self.coming(collection)

    def issue_document(self, request: DocumentRequest) -> IssuedDocument:
        self.calls.append(("issue", request))
        return self.issue(request)

    def collect_document(
        self, document: UUID, collection: Collection
    ) -> IssuedDocument:
        self.calls.append(("collect", document))
        return self.collect(collection)

    def request_payment(self, request: PaymentRequest) -> Payment:
        self.calls.append(("pay", request))
        return self.pay(request)

    def payment(self, payment: UUID, unlike: PaymentState | None = None) -> Payment:
        self.calls.append(("stands", payment))
        return self.stands(unlike)

    def close_payment(self, payment: UUID) -> Payment:
        self.calls.append(("close", payment))
        return self.shut(payment)

    def catalogue(self) -> Catalogue:
        self.calls.append(("catalogue", None))
        return self.published

    def count(self, name: str) -> int:
        return sum(each == name for each, _ in self.calls)

    def close(self) -> None:
        self.closed = True


class Kiosk:
    """A terminal without window, devices and wire: the test takes their place.

    Attributes:
        views: All Views sent to the screen, oldest first.
        crashed: Set when the runtime could not go on.
        woken: How often the agent was woken.
    """

    def __init__(
        self,
        path: Path,
        *,
        queue_limit: int = 100,
        pin: PinSource | None = None,
        can_print: Callable[[str], bool] = lambda _: True,
        taps: tuple[Tap, ...] = (),
        **setting: Any,
    ) -> None:
        self.folder = Folder(path)
        self.devices = FakeDevices()
        self.client = FakeClient()
        self.views: list[View] = []
        self.items_shown: list[tuple[ServiceItem, ...]] = []
        self.crashed = threading.Event()
        self.woken = 0
        self._news = threading.Condition()
        values: dict[str, Any] = {
            "terminal": "demo-01",
            "place": {"zh_CN": "大厅", "en": "hall"},
            "catalogue": (item(),),
            "language": "zh_CN",
            "idle_s": 60,
            "prompt_s": 30,
            "way_out_s": 5,
        }
        self.runtime = Runtime(
            Setting(**(values | setting)),
            make_supervisor=self._supervisor,
            storage=lambda devices: Storage(
                self.folder.open,
                lambda cache: effects_of(cache, devices, pin),
                queue_limit=queue_limit,
            ),
            client=cast("CentralClient", self.client),
            running={Role.ID_CARD_READER: RUNNING},
            publish=self._publish,
            wake_agent=self._wake_agent,
            crashed=self.crashed.set,
            can_print=can_print,
            taps=taps,
            items_shown=self.items_shown.append,
        )

    def __enter__(self) -> Self:
        self.runtime.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.runtime.stop()

    @property
    def view(self) -> View:
        return self.views[-1]

    def shows(self, kind: type[C], met: Callable[[View], object] = bool) -> C:
        """Wait until the screen shows this kind of content, and `met` holds."""

        def shown() -> bool:
            if not self.views or not isinstance(self.view.content, kind):
                return False
            return not _starting(self.view) and bool(met(self.view))

        with self._news:
            assert self._news.wait_for(shown, 60), self.views[-3:]
            content = self.view.content
        assert isinstance(content, kind)
        return content

    def sees(self, content: Content) -> None:
        """Wait until the screen shows exactly this."""
        self.shows(type(content), lambda view: view.content == content)

    def until(self, met: Callable[[], object]) -> None:
        """Wait for a request to the test's own devices or central."""
        deadline = time.monotonic() + 60
        while not met():
            assert time.monotonic() < deadline
            threading.Event().wait(0.005)

    def tap(self, intent: Intent) -> None:
        self.runtime.tap(Tap(self.view.stage, intent))

    def put_card(self) -> None:
        """Present the requested card."""
        self.until(lambda: self.devices.wanted)
        ticket, self.devices.wanted = self.devices.wanted, None
        self.devices.tell(CardSeen())
        self.devices.tell(CardRead(ticket, reading()))

    def identify(self) -> None:
        """Go from the attract screen to the question that follows the person."""
        self.shows(Attract)
        self.tap(Begin("zh_CN"))
        self.shows(ChooseItem)
        self.tap(Choose(item().code))
        self.shows(PutCard)
        self.put_card()
        self.shows(ConfirmPerson)
        self.tap(Main())

    def job(self, number: int = 1) -> tuple[ArmedReceipt, Receipt]:
        """Return the print job of this number, counted from 1."""
        self.until(lambda: len(self.devices.jobs) >= number)
        return self.devices.jobs[number - 1]

    def print_done(self, result: PrintResult, number: int = 1) -> ArmedReceipt:
        ticket, _ = self.job(number)
        self.devices.tell(PrintDone(ticket, result))
        return ticket

    def lift_card(self) -> None:
        self.devices.tell(CardLifted())

    def _supervisor(self, emit: Emit) -> Supervisor:
        self.devices.tell = emit
        return cast("Supervisor", self.devices)

    def _publish(self, view: View) -> None:
        with self._news:
            self.views.append(view)
            self._news.notify_all()

    def _wake_agent(self) -> None:
        self.woken += 1


def _starting(view: View) -> bool:
    """Whether nothing can be begun yet, as the devices are starting."""
    content = view.content
    return isinstance(content, Attract | ChooseItem) and any(
        tile.trouble is Trouble.STARTING for tile in content.tiles
    )
