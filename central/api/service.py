"""What the paths of the API work with, put together in one place."""

import hmac
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from central.departments.desk import Desk
from central.departments.fulfilment import Fulfilment
from central.documents.errors import NotConfiguredError
from central.documents.office import Documents
from central.store.database import Store
from central.store.terminals import terminal_of, token_hash


def utc_now() -> datetime:
    """Central's clock."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class DemoTerminal:
    """The terminal that demonstration settings accept besides the enrolled ones."""

    name: str
    token: str


@dataclass(frozen=True)
class Service:
    """Central without its HTTP.

    Attributes:
        now: Central's clock, in UTC.
        demo_terminal: None outside of demonstrations.
        documents: None where none are made; `office` is what paths ask.
    """

    store: Store
    desk: Desk
    fulfilment: Fulfilment
    now: Callable[[], datetime] = utc_now
    demo_terminal: DemoTerminal | None = None
    documents: Documents | None = None

    def office(self) -> Documents:
        """Who makes documents.

        Raises:
            NotConfiguredError: Nobody does.
        """
        if self.documents is None:
            raise NotConfiguredError("no keys")
        return self.documents

    def authenticate(self, token: str) -> str | None:
        """The terminal that a bearer token belongs to, or None."""
        demo = self.demo_terminal
        if demo is not None and hmac.compare_digest(
            token_hash(token), token_hash(demo.token)
        ):
            return demo.name
        return terminal_of(self.store, token)
