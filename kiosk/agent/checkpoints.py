"""Has central countersign the electronic journal from time to time."""

from http import HTTPStatus

import structlog

from contract.checkpoint import (
    JournalHead,
    Place,
    SeenPlace,
    is_countersigned,
    sign_head,
)
from contract.signature import Signer
from kiosk.errors import CentralError
from kiosk.wire.client import CentralClient
from offline_cache.database import Cache
from offline_cache.journal import Checkpoint, Journal
from offline_cache.keyring import Keyring
from offline_cache.status import Status
from offline_cache.words import Fact

CONTRADICTED = "contradicted"
"""Central has countersigned a different head: entries were cut off, rewritten or
restored."""

_log = structlog.get_logger()


class Checkpoints:
    """Sends the journal's head and stores central's signature.

    Args:
        cache: The connection of this thread.
        client: The client for central's API.
        signer: Signs as this terminal.
    """

    def __init__(self, cache: Cache, client: CentralClient, signer: Signer) -> None:
        self._install = cache.install
        self._journal = Journal(cache)
        self._keyring = Keyring(cache)
        self._status = Status(cache)
        self._client = client
        self._signer = signer

    def countersign(self) -> None:
        """Have new entries countersigned; on failure, try again the next time.

        Raises:
            CacheError: The cache cannot be used now.
        """
        if (broken := self._journal.verify(all_of_it=False)) is not None:
            self._tell(str(broken.fault), broken.seq)
            return
        head, seen = self._journal.send_checkpoint(), self._journal.checkpoint()
        if head is None:
            return
        last = Place(seq=head.seq, hash=head.hash.hex())
        try:
            signature = self._client.checkpoint(self._head(last, seen)).signature
        except CentralError as error:
            if error.status == HTTPStatus.CONFLICT:
                self._tell(CONTRADICTED, head.seq)
            return
        keys = self._keyring.verification_keys()
        if is_countersigned(
            signature, self._signer.terminal, self._install, last, keys
        ):
            self._journal.checkpoint_seen(Checkpoint(head.seq, head.hash, signature))
            self._tell(None, head.seq)
        else:
            _log.error("checkpoint_not_signed_by_central", seq=head.seq)

    def _head(self, last: Place, seen: Checkpoint | None) -> JournalHead:
        before = None
        if seen is not None:
            before = SeenPlace.model_construct(
                seq=seen.seq, hash=seen.hash.hex(), signature=seen.signature
            )
        return JournalHead.model_construct(
            install=self._install,
            last=last,
            before=before,
            signature=sign_head(
                self._signer.key, self._signer.terminal, self._install, last
            ),
        )

    def _tell(self, fault: str | None, seq: int) -> None:
        """Record a fault and log it when it changes; `doctor` reads it."""
        said = self._status.get(Fact.JOURNAL)
        if (None if said is None else said.field("fault")) == fault:
            return
        self._status.put(Fact.JOURNAL, {"fault": fault, "seq": seq})
        if fault is not None:
            _log.error("journal_broken", fault=fault, seq=seq)
