"""A simulated A4 printer behind its own CUPS; its paper becomes PDF files.

Both programs are real: `ippeveprinter` prints, and a private `cupsd` holds the queue.
Commands on the control socket (see `control`; `after_pages` delays a fault by so many
pages of the next job):

`paper {state: full|out, after_pages}` · `jam {after_pages}` ·
`cover {open, after_pages}` · `toner {state: full|low|empty, after_pages}` ·
`offline {on, after_pages}` · `clear` (staff removed every fault) ·
`queue {stopped, accepting}` · `service {running}` (killed, or started again) ·
`job {kind: normal|held|login|stopped|pending}` (state of jobs that are released: CUPS
itself would print them) · `word {word}` (an additional printer-state-reason, such as
`example-drum-error`; empty for none) · `documents` · `state`

Events: `printing {title, pages}`, `document {file, pages, whole}`,
`state {reasons, on}`.
"""

import argparse
import asyncio
import contextlib
import tempfile
from collections.abc import Coroutine
from dataclasses import asdict
from pathlib import Path
from typing import Any

from drivers.simulators.control import (
    BadRequestError,
    ControlServer,
    announce,
    argument_parser,
    until_stopped,
)
from drivers.simulators.ipp_cups import QUEUE, Cups
from drivers.simulators.ipp_daemons import free_port
from drivers.simulators.ipp_device import Device, Troubles
from drivers.simulators.ipp_front import JOBS, Front, Oddities

TONER = ("full", "low", "empty")


class Printer:
    """The printer, its print service, and the commands for them."""

    def __init__(self, folder: Path, out: Path) -> None:
        self.control = ControlServer(
            {
                "paper": self._paper,
                "jam": self._jam,
                "cover": self._cover,
                "toner": self._toner,
                "offline": self._offline,
                "clear": self._clear,
                "queue": self._queue,
                "service": self._service,
                "job": self._job,
                "word": self._word,
                "documents": self._documents,
                "state": self._state,
            }
        )
        self._device = Device(folder, out, self.control.tell)
        self._cups = Cups(folder / "cups", self._device.bus)
        self._oddities = Oddities()
        self._ports = free_port(), free_port()
        self._before_cups = Front(
            self._cups.port, self._ports[0], self._oddities.of_service
        )
        self._before_device = Front(self._device.port, self._ports[1], self._of_printer)
        self._accepting, self._stopped = True, False
        self._work: asyncio.Task[None] | None = None

    @property
    def url(self) -> str:
        """Return the queue's URL for the driver."""
        return f"ipp://localhost:{self._ports[0]}/printers/{QUEUE}"

    @property
    def spool(self) -> Path:
        """Return the folder of the service's queued jobs."""
        return self._cups.spool

    async def start(self) -> None:
        """Start the printer, then the service, then create the queue."""
        await self._device.start()
        self._cups.start()
        await self._before_cups.start()
        await self._before_device.start()
        await self._cups.add_queue(f"ipp://localhost:{self._ports[1]}/ipp/print")

    def stop(self) -> None:
        """End all processes."""
        self._before_cups.stop()
        self._before_device.stop()
        self._cups.stop()
        self._device.stop()

    def _of_printer(self, operation: int, body: bytes) -> bytes | None:
        keywords = self._device.troubles.keywords
        return self._oddities.of_printer(operation, body, keywords)

    # -- control -----------------------------------------------------------------

    def _do(self, work: Coroutine[Any, Any, None]) -> None:
        """Start work that takes a moment; `state` reports when it is done."""
        before = self._work

        async def in_turn() -> None:
            if before is not None:
                await asyncio.wait([before])
            await work

        self._work = asyncio.create_task(in_turn())

    def _trouble(self, name: str, value: object, after_pages: int | None) -> None:
        def act() -> None:
            setattr(self._device.troubles, name, value)

        self._do(self._device.happen(act, after_pages))

    def _paper(self, state: str, after_pages: int | None = None) -> None:
        if state not in ("full", "out"):
            raise BadRequestError(f"no such state of paper: {state}")
        self._trouble("paper_out", state == "out", after_pages)

    def _jam(self, after_pages: int | None = None) -> None:
        self._trouble("jam", True, after_pages)

    def _cover(self, open: bool, after_pages: int | None = None) -> None:
        self._trouble("cover_open", open, after_pages)

    def _toner(self, state: str, after_pages: int | None = None) -> None:
        if state not in TONER:
            raise BadRequestError(f"no such state of toner: {state}")
        self._trouble("toner", state, after_pages)

    def _offline(self, on: bool, after_pages: int | None = None) -> None:
        if on:
            self._do(self._device.happen(self._switch_off, after_pages))
        else:
            self._do(self._switch_on())

    def _switch_off(self) -> None:
        self._before_device.stop()
        self._device.switch_off()

    async def _switch_on(self) -> None:
        await self._device.switch_on()
        await self._before_device.start()

    def _clear(self) -> None:
        def act() -> None:
            self._device.troubles = Troubles()

        self._do(self._device.happen(act, None))

    def _queue(self, stopped: bool = False, accepting: bool = True) -> None:
        self._stopped, self._accepting = stopped, accepting
        self._do(self._cups.set_queue(stopped=stopped, accepting=accepting))

    def _service(self, running: bool) -> None:
        self._do(self._serve() if running else self._kill())

    async def _serve(self) -> None:
        if not self._cups.running:
            await asyncio.to_thread(self._cups.start)
        await self._before_cups.start()

    async def _kill(self) -> None:
        self._before_cups.stop()
        await asyncio.to_thread(self._cups.kill)

    def _job(self, kind: str) -> None:
        if kind not in ("normal", *JOBS):
            raise BadRequestError(f"no such fate of a job: {kind}")
        self._oddities.job = kind

    def _word(self, word: str) -> None:
        self._oddities.word = word

    def _documents(self) -> dict[str, Any]:
        return {"documents": [asdict(each) for each in self._device.printed]}

    def _state(self) -> dict[str, Any]:
        if self._work is not None and self._work.done():
            self._work.result()
        return {
            "state": {
                **asdict(self._device.troubles),
                "offline": not self._device.on,
                "printing": self._device.printing,
                "service": self._cups.running,
                "queue_stopped": self._stopped,
                "queue_accepting": self._accepting,
                "job": self._oddities.job,
                "word": self._oddities.word,
                "documents": len(self._device.printed),
                "busy": self._work is not None and not self._work.done(),
            }
        }


async def _main(arguments: argparse.Namespace, folder: Path, out: Path) -> None:
    printer = Printer(folder, out)
    try:
        await printer.start()
        control = await printer.control.start(arguments.control_port)
        announce(url=printer.url, control=control, spool=str(printer.spool))
        await until_stopped(follow_stdin=arguments.follow_stdin)
    finally:
        printer.stop()


def main() -> None:
    """Run until stopped."""
    parser = argument_parser("A printer of documents behind CUPS")
    parser.add_argument("--out", type=Path, help="folder for printed documents")
    arguments = parser.parse_args()
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        folder.chmod(0o711)  # CUPS' filters access it as the user lp
        out = arguments.out or folder / "out"
        out.mkdir(parents=True, exist_ok=True)
        asyncio.run(_main(arguments, folder, out))


if __name__ == "__main__":
    main()
