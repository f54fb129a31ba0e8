"""What `GET /healthz` answers while central can serve."""

from contract.model import Instant, Message, Word


class Health(Message):
    """Central can take in records and answer queries.

    Attributes:
        failing: Names of background tasks whose last round failed.
    """

    ok: bool
    time: Instant
    failing: tuple[Word, ...] = ()
