"""A CUPS queue and the printer behind it."""

from drivers.base import DeviceStatus
from drivers.document_printer import client
from drivers.document_printer.client import Target
from drivers.document_printer.message import Answer, Given, Group, Operation, Tag
from drivers.document_printer.reasons import (
    Queue,
    queue_of,
    status_of_printer,
    status_of_queue,
)
from drivers.errors import Reason

USER = "onetrip"
"""Owner of our jobs at the print service; never the citizen."""

ANSWER_S = 5.0
"""The print service answers in milliseconds, and in a second while it starts jobs."""

PRINTER_ANSWER_S = 3.0
"""A printer that wakes from sleep answers within two seconds."""

_QUEUE_ASKED = (
    "printer-state",
    "printer-state-reasons",
    "printer-is-accepting-jobs",
    "device-uri",
)


class PrintService:
    """The print service, for one queue.

    Args:
        url: URL of the queue.
    """

    def __init__(self, url: str) -> None:
        self._target = Target(url, ANSWER_S, Reason.SERVICE_NOT_RUNNING)

    def queue(self) -> Queue:
        """Query the queue."""
        asked: dict[str, Given] = {"requested-attributes": (Tag.KEYWORD, _QUEUE_ASKED)}
        answer = self.ask(Operation.GET_PRINTER_ATTRIBUTES, asked)
        return queue_of(answer.group(Group.PRINTER))

    def look(self, queue: Queue) -> DeviceStatus:
        """Query the queue's printer itself, if it supports IPP."""
        if not queue.serves or not queue.device.startswith("ipp://"):
            return status_of_queue(queue)
        printer = Target(queue.device, PRINTER_ANSWER_S, Reason.NOT_CONNECTED)
        asked: dict[str, Given] = {
            "requested-attributes": (Tag.KEYWORD, _QUEUE_ASKED[:2])
        }
        answer = client.ask(printer, Operation.GET_PRINTER_ATTRIBUTES, asked)
        return status_of_printer(answer.group(Group.PRINTER))

    def ask(
        self,
        operation: Operation,
        about: dict[str, Given],
        job: dict[str, Given] | None = None,
        document: bytes = b"",
    ) -> Answer:
        """Send a request about the queue or a job; errors as in `client.ask`."""
        named: dict[str, Given] = {}
        if "job-id" in about:  # RFC 8011 requires the target first
            named["job-id"] = about["job-id"]
        named["requesting-user-name"] = (Tag.NAME, USER)
        return client.ask(self._target, operation, named | about, job, document)
