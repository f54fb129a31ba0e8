"""Assembles the parts that the API's paths work with."""

import secrets
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from starlette.concurrency import run_in_threadpool

from central.background import Loop
from central.cases.collection import CollectResult
from central.cases.fulfilment import Fulfilment
from central.cases.holdings import Holdings
from central.definitions import Definitions
from central.departments.base import Department
from central.departments.desk import Desk
from central.documents.errors import NotConfiguredError
from central.documents.keys import Keys
from central.documents.office import Documents
from central.payments.base import Provider
from central.payments.office import PaymentRules, Payments
from central.retention import Retention
from central.settings import CentralSettings, RetentionSettings
from central.store.database import Store
from central.store.errors import TooManyTriesError
from central.store.persons import Persons
from central.store.terminals import DemoTerminal, Terminals
from central.store.tries import may_try
from contract.business_day import utc_now

_DEFAULTS = CentralSettings()


class Service:
    """Central without HTTP: its parts, assembled.

    Args:
        store: The database.
        departments: Those that are connected.
        definitions: The service items.
        keys: To sign and to hash with; without them nothing is signed, and hashes are
            valid for this start only.
        now: Central's clock, in UTC.
        department_timeout_s: How long one query may take, in seconds.
        providers: The payment providers.
        payments: Limit, deadline, and where phones reach central.
        retention: How many days personal data is kept.
        demo_terminal: None outside of demonstrations.

    Attributes:
        demonstration: Whether a terminal's key is public.
        terminals: Authenticates terminals.
        documents: None where none are made; paths use `office`.
        sealing_keys: Keys that open sealed records, by id.
    """

    def __init__(
        self,
        store: Store,
        departments: Sequence[Department],
        definitions: Definitions,
        keys: Keys | None = None,
        *,
        now: Callable[[], datetime] = utc_now,
        department_timeout_s: float = _DEFAULTS.department_timeout_s,
        providers: Mapping[str, Provider] | None = None,
        payments: PaymentRules = PaymentRules(),  # noqa: B008 - it is frozen
        retention: RetentionSettings = RetentionSettings(),  # noqa: B008 - as above
        demo_terminal: DemoTerminal | None = None,
    ) -> None:
        self.store = store
        self.now = now
        self.demonstration = demo_terminal is not None
        self.terminals = Terminals(store, demo_terminal)
        self.definitions = definitions
        self.sealing_keys = {} if keys is None else keys.sealing
        self.persons = Persons(secrets.token_bytes(32) if keys is None else keys.people)
        collecting = CollectResult(store, self.persons)
        self.desk = Desk(
            [*departments, collecting], department_timeout_s, now, definitions.get
        )
        self.documents = None
        if keys is not None:
            self.documents = Documents(
                store,
                self.desk,
                keys,
                definitions.get,
                demonstration=self.demonstration,
            )
        self.fulfilment = Fulfilment(store, self.desk, now, self.documents)
        self.payments = Payments(
            store,
            self.desk,
            self.persons,
            definitions.get,
            providers or {},
            now,
            payments,
        )
        self.holdings = Holdings(store, self.desk, now)
        self.retention = Retention(store, retention, now)

    @property
    def background(self) -> tuple[Loop, ...]:
        """Return the background tasks."""
        parts = (self.fulfilment, self.payments.followup, self.holdings, self.retention)
        return tuple(part.loop for part in parts)

    def office(self) -> Documents:
        """Return the part that makes documents.

        Raises:
            NotConfiguredError: This central makes none.
        """
        if self.documents is None:
            raise NotConfiguredError("no keys")
        return self.documents

    async def try_code(self, terminal: str, code: str) -> None:
        """Check that a terminal may look up a collection code.

        Raises:
            TooManyTriesError: It has tried too many wrong ones.
        """
        now = self.now()
        if not await run_in_threadpool(may_try, self.store, terminal, code, now):
            raise TooManyTriesError(terminal)
