"""The simulated printer: CUPS' own `ippeveprinter`, with simulated paper and faults.

ippeveprinter 2.4 requires a D-Bus system bus, so it gets a private one without other
clients. It accepts states only from the program that it runs for a job (`ipp_relay`).
While no job runs, a state is set by a job of our own, named `PANEL`, which prints
nothing. Once the printer's state is out of paper it begins no job until paper was added
on its web page, so that is done first.
"""

import asyncio
import contextlib
import hashlib
import json
import re
import sys
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from drivers.simulators import ipp_relay
from drivers.simulators.ipp_daemons import (
    Daemon,
    DaemonError,
    free_port,
    listening,
    run,
)

PANEL = "panel"
"""Name of the jobs that only set a state."""

_LOOK_S = 0.25
"""How often a job that is held up checks whether it was cancelled."""

_BUS = """\
<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <listen>{address}</listen>
  <policy context="default">
    <allow user="*"/> <allow own="*"/>
    <allow send_destination="*"/> <allow receive_sender="*"/>
  </policy>
</busconfig>
"""

_REQUEST = """\
{
  OPERATION %s
  GROUP operation-attributes-tag
  ATTR charset attributes-charset utf-8
  ATTR naturalLanguage attributes-natural-language en
  ATTR uri printer-uri $uri
  %s
}
"""

_TESTS = {
    "panel": (
        "Print-Job",
        "ATTR name requesting-user-name panel ATTR name job-name panel"
        " ATTR mimeMediaType document-format application/pdf FILE panel.pdf"
        " STATUS successful-ok",
    ),
    "job": ("Get-Job-Attributes", "ATTR integer job-id $job"),
    "state": (
        "Get-Printer-Attributes",
        "ATTR keyword requested-attributes printer-state",
    ),
}
"""Requests of `ipptool`."""

_PAGE = re.compile(rb"/Type\s*/Page\b")
_LAY_IN_PAPER = (  # in both trays: one empty tray is enough for "media-empty"
    "/media?size1=iso_a4_210x297mm&type1=stationery&level1=250"
    "&size3=iso_a4_210x297mm&type3=stationery&level3=25"
)


@dataclass
class Troubles:
    """Faults of the printer."""

    paper_out: bool = False
    jam: bool = False
    cover_open: bool = False
    toner: str = "full"

    @property
    def stops(self) -> bool:
        """Return whether a page cannot be printed now."""
        return self.paper_out or self.jam or self.cover_open or self.toner == "empty"

    @property
    def keywords(self) -> str:
        """Return the faults as IPP keywords (RFC 8011, 5.4.12; PWG 5100.9)."""
        reasons = {
            "media-empty": self.paper_out,
            "media-jam": self.jam,
            "cover-open": self.cover_open,
            "toner-empty": self.toner == "empty",
            "toner-low": self.toner == "low",
        }
        return ",".join(word for word, holds in reasons.items() if holds) or "none"


@dataclass(frozen=True)
class Document:
    """A printed document: all of it, or only its first pages."""

    file: str
    sha: str
    title: str
    pages: int
    whole: bool


class Device:
    """A printer with power, paper, toner and a cover.

    Args:
        folder: Folder for its sockets and files.
        out: Folder for printed documents.
        tell: Sends an event.

    Attributes:
        port: Its IPP port, on loopback.
        url: Its IPP URI.
        bus: Address of its D-Bus.
        troubles: Its faults; call `changed` after changing them.
        printed: All printed documents, in order.
    """

    def __init__(self, folder: Path, out: Path, tell: Callable[..., None]) -> None:
        self._folder, self._out, self._tell = folder, out, tell
        self.port = free_port()
        self.url = f"ipp://localhost:{self.port}/ipp/print"
        self.bus = f"unix:path={folder / 'bus'}"
        self.troubles = Troubles()
        self.printed: list[Document] = []
        self.printing = False
        self._later: tuple[int, Callable[[], None]] | None = None
        self._happened = asyncio.Condition()
        self._said = "none"
        self._socket = folder / "relay"
        self._relays: set[asyncio.StreamWriter] = set()
        self._server: asyncio.Server | None = None
        self._bus_daemon, self._printer = self._daemons()

    def _daemons(self) -> tuple[Daemon, Daemon]:
        folder = self._folder
        (folder / "bus.conf").write_text(_BUS.format(address=self.bus), "utf-8")
        (folder / "panel.pdf").write_bytes(b"%PDF-1.4\n%%EOF\n")
        for name, question in _TESTS.items():
            (folder / f"{name}.test").write_text(_REQUEST % question, "utf-8")
        (folder / "jobs").mkdir()
        command = folder / "command"
        relay = f'"{sys.executable}" -S -E "{ipp_relay.__file__}" "{self._socket}"'
        command.write_text(f'#!/bin/sh\nexec {relay} "$1"\n', "utf-8")
        command.chmod(0o755)
        bus = Daemon(
            [
                *("/usr/bin/dbus-daemon", f"--config-file={folder / 'bus.conf'}"),
                *("--nofork", "--nopidfile"),
            ],
            (folder / "bus").exists,
            folder / "bus_log",
        )
        printer = Daemon(
            [
                *("/usr/sbin/ippeveprinter", "-r", "off", "-n", "localhost"),
                *("-p", str(self.port), "-d", str(folder / "jobs")),
                *("-f", "application/pdf", "-c", str(command), "Laser"),
            ],
            lambda: listening(self.port),
            folder / "printer_log",
            {"DBUS_SYSTEM_BUS_ADDRESS": self.bus},
        )
        return bus, printer

    # -- power -------------------------------------------------------------------

    @property
    def on(self) -> bool:
        """Return whether it has power."""
        return self._printer.running

    async def start(self) -> None:
        """Start everything, with power on."""
        self._server = await asyncio.start_unix_server(self._job, self._socket)
        self._bus_daemon.start()
        await self.switch_on()

    async def switch_on(self) -> None:
        """Turn the power on: jobs are lost, paper and faults are kept."""
        if not self.on:
            await asyncio.to_thread(self._printer.start)
            self._said = "none"
            await self.changed()

    def switch_off(self) -> None:
        """Turn the power off, even in the middle of a page."""
        self._printer.kill()
        for writer in self._relays:
            writer.close()

    def stop(self) -> None:
        """End all processes."""
        self.switch_off()
        self._bus_daemon.stop()
        if self._server is not None:
            self._server.close()

    # -- troubles ----------------------------------------------------------------

    async def happen(self, act: Callable[[], None], after_pages: int | None) -> None:
        """Change the printer: now, or in the middle of a job.

        Args:
            act: The change.
            after_pages: After so many pages of the present or next job; None for now.
        """
        if after_pages is not None:
            self._later = (after_pages, act)
            return
        act()
        await self.changed()

    async def changed(self) -> None:
        """Make the printer report its state."""
        async with self._happened:
            self._happened.notify_all()
        waiting_for_paper = "media-empty" in self._said
        if waiting_for_paper and not self.troubles.paper_out and self.on:
            await asyncio.to_thread(self._lay_in_paper)
        if not (waiting_for_paper and self.troubles.paper_out and not self.printing):
            await self._say_by_job()  # else it accepts no job; its state is right
        self._tell("state", reasons=self.troubles.keywords, on=self.on)

    def _lay_in_paper(self) -> None:
        url = f"http://localhost:{self.port}{_LAY_IN_PAPER}"
        urllib.request.urlopen(url, timeout=10).close()

    async def _say_by_job(self) -> None:
        """Set the state by a job of our own, as soon as the printer accepts one."""
        test = str(self._folder / "panel.test")
        while self.on and self._said != self.troubles.keywords:
            # It refuses while a citizen's job is running, which sets the state too.
            if not self.printing:
                with contextlib.suppress(DaemonError):
                    await run("/usr/bin/ipptool", self.url, test)
                # A second one right after it would wait for paper.
                await self._until_idle()
            await asyncio.sleep(_LOOK_S / 10)
        await self._until_idle()

    async def _until_idle(self) -> None:
        """Wait until the job is finished, unless it is a citizen's."""
        while self.on and not self.printing and "idle" not in await self._ask("state"):
            await asyncio.sleep(_LOOK_S / 10)

    async def _ask(self, what: str, *arguments: str) -> str:
        """Return the printer's answer to one of the requests in `_TESTS`."""
        test = str(self._folder / f"{what}.test")
        with contextlib.suppress(DaemonError):  # the power may be turned off just then
            return await run("/usr/bin/ipptool", "-tv", *arguments, self.url, test)
        return ""

    # -- jobs --------------------------------------------------------------------

    async def _job(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self._relays.add(writer)
        try:
            job = json.loads(await reader.readline())
            self._say(writer)
            if job["title"] != PANEL:
                await self._print(job, writer)
            writer.write(b"EXIT 0\n")
            await writer.drain()
        except ConnectionError:
            pass  # the power was turned off, and the job is lost
        finally:
            self._relays.discard(writer)
            writer.close()
            async with self._happened:
                self._happened.notify_all()

    def _say(self, writer: asyncio.StreamWriter, pages: int = 0) -> None:
        self._said = self.troubles.keywords
        writer.write(f"STATE: {self._said}\n".encode())
        writer.write(f"ATTR: job-impressions-completed={pages}\n".encode())

    async def _print(self, job: dict[str, Any], writer: asyncio.StreamWriter) -> None:
        data = await asyncio.to_thread(Path(job["file"]).read_bytes)
        pages = max(1, len(_PAGE.findall(data)))
        done, self.printing = 0, True
        self._tell("printing", title=job["title"], pages=pages)
        try:
            while await self._may_go_on(job, writer, done):
                if done == pages:
                    break
                done += 1
        finally:
            self.printing = False
            self._eject(data, job, done, whole=done == pages)

    async def _may_go_on(
        self, job: dict[str, Any], writer: asyncio.StreamWriter, done: int
    ) -> bool:
        """Wait while a fault lasts; return False if cancelled or without power."""
        if self._later is not None and done >= self._later[0]:
            act, self._later = self._later[1], None
            act()
        self._say(writer, done)
        self._tell("state", reasons=self._said, on=self.on)
        while self.troubles.stops:
            async with self._happened:
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._happened.wait(), _LOOK_S)
            if writer.is_closing() or await self._cancelled(job):
                return False
            if self._said != self.troubles.keywords:
                self._say(writer, done)
        return not writer.is_closing()

    async def _cancelled(self, job: dict[str, Any]) -> bool:
        answer = await self._ask("job", "-d", f"job={job['id']}")
        return not self.on or "stop-point" in answer or "job-cancel" in answer

    def _eject(self, data: bytes, job: dict[str, Any], pages: int, whole: bool) -> None:
        if not pages:
            return
        file = self._out / f"printed-{len(self.printed) + 1}.pdf"
        file.write_bytes(data)
        sha = hashlib.sha256(data).hexdigest()
        document = Document(str(file), sha, job["title"], pages, whole)
        self.printed.append(document)
        self._tell("document", file=document.file, pages=pages, whole=whole)
