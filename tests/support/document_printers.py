"""Document printers for tests: the driver, CUPS and a printer, all of them real."""

import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from drivers.base import DocumentPrinter
from drivers.document_printer.ipp import IppPrinter
from drivers.simulators.control import ControlClient
from support.processes import Simulator

CANARY = "CANARY4711"
PATIENCE_S = 60.0


def pdf(pages: int = 1, text: str = CANARY) -> bytes:
    """Return a document with the text, uncompressed, on each page."""
    kids = " ".join(f"{4 + n} 0 R" for n in range(pages))
    content = f"BT /F1 24 Tf 72 700 Td ({text}) Tj ET"
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {pages}>>",
        f"<</Length {len(content)}>>stream\n{content}\nendstream",
    ]
    font = "<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>"
    page = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 3 0 R/Resources"
    objects += [f"{page}{font}>>"] * pages
    data, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(data))
        data += f"{number} 0 obj{body}endobj\n".encode()
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    end += f"trailer<</Root 1 0 R/Size {len(objects) + 1}>>\nstartxref\n{len(data)}\n"
    return data + end.encode() + b"%%EOF\n"


class IppBackend:
    """The driver, with a private cupsd and ippeveprinter at the far end."""

    def __init__(self, out: Path) -> None:
        self._simulator = Simulator("drivers.simulators.ipp_printer", "--out", str(out))
        self.url = self._simulator.url
        self.spool = Path(self._simulator.ready["spool"])
        self.control = ControlClient(self._simulator.control)
        self.printer: DocumentPrinter = IppPrinter(self.url)

    def do(self, command: str, **fields: Any) -> None:
        """Act on the printer as a person would; return once it is done."""
        self.control.do(command, **fields)
        self.until(lambda state: not state["busy"])

    def until(self, holds: Callable[[dict[str, Any]], bool]) -> None:
        """Wait until the printer's state is as wanted."""
        deadline = time.monotonic() + PATIENCE_S
        while not holds(state := self.state()):
            assert time.monotonic() < deadline, state
            time.sleep(0.02)

    def state(self) -> dict[str, Any]:
        """Return the printer's actual state."""
        state: dict[str, Any] = self.control.do("state")["state"]
        return state

    def documents(self) -> list[dict[str, Any]]:
        """Return the output, in order: `file`, `title`, `pages`, `whole`."""
        documents: list[dict[str, Any]] = self.control.do("documents")["documents"]
        return documents

    def spooled(self) -> list[str]:
        """Return the spool's files that belong to a job, or describe one."""
        files = [file for file in self.spool.rglob("*") if file.is_file()]
        return sorted(
            file.name
            for file in files
            if (file.name[:1] in "cd" and file.parent == self.spool)
            or any(
                word in file.read_bytes() for word in (CANARY.encode(), b"Statement")
            )
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.printer.close()
        self.control.close()
        self._simulator.stop()


BACKENDS: dict[str, Callable[[Path], IppBackend]] = {"ipp": IppBackend}
"""Every backend that must keep the contract of document printers."""
