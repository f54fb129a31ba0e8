"""What central asks of a department."""

from datetime import datetime
from typing import Protocol

from central.contract.queries import Query, QueryAnswer


class Department(Protocol):
    """One department's systems, as central sees them."""

    @property
    def code(self) -> str:
        """The first part of its items' codes: `social_security`."""

    @property
    def items(self) -> frozenset[str]:
        """Codes of the items that it answers for."""

    def answer(self, query: Query, now: datetime) -> QueryAnswer:
        """Answer one question about one person.

        Called in a thread of its own, several at a time; may block, and is given up
        after `department_timeout_s`. May raise anything: it is then a 502 to the
        terminal, and only the exception's type is logged.

        Args:
            query: For one of `items`.
            now: Central's time, which is also the answer's `time`.
        """
