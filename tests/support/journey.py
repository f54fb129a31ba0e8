"""A citizen's journey through the real system, by clicks and hands on devices."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QApplication, QWidget

from config.settings import load_settings
from drivers.simulators.control import ControlClient
from kiosk import app, setup
from kiosk.demo_system import System
from kiosk.processes import ROOT
from offline_cache.journal import Journal, JournalEntry
from offline_cache.outbox import Outbox, OutboxCounts
from ui.robot import Robot

ITEM = "social_security.contribution_statement"
DEADLINE_S = 60.0


class Journey:
    """The terminal's screen in this process, and hands on everything around it."""

    def __init__(self, system: System, out: Path) -> None:
        self.system = system
        self.out = out
        self.reader = ControlClient(system.controls["sam_reader"])
        self.printer = ControlClient(system.controls["escpos_printer"])
        self.network = ControlClient(system.controls["network"])
        self._settings = load_settings(system.config)
        self.screen = app.Screen(self._settings)
        self.screen.__enter__()
        self.screen.show()
        self.robot = Robot(self.screen.window)

    def close(self) -> None:
        self.screen.__exit__(None, None, None)
        for control in (self.reader, self.printer, self.network):
            control.close()

    def sees(self, *screens: str) -> str:
        """Wait for one of these screens."""
        self.until(lambda: self.robot.screen() in screens, f"{screens}")
        return self.robot.screen()

    def until(self, holds: Callable[[], bool], what: str = "it") -> None:
        try:
            self.robot.wait_until(holds, DEADLINE_S)
        except TimeoutError as error:
            shown = f"{self.robot.screen()}: {self.robot.texts()}"
            raise AssertionError(
                f"{what} did not come; the screen is {shown}"
            ) from error

    def reads(self, words: str) -> None:
        """Wait until these words can be read on the screen."""
        self.until(lambda: self.says(words), f"{words!r}")

    def says(self, words: str) -> bool:
        return any(words in text.replace("\n", "") for text in self.robot.texts())

    def everything(self) -> str:
        """All text that the screen's widgets and the clipboard still hold."""
        texts = [QApplication.clipboard().text()]
        for widget in [self.screen.window, *self.screen.window.findChildren(QWidget)]:
            for name in ("text", "toolTip", "accessibleName", "accessibleDescription"):
                texts += [str(getattr(widget, name, str)())]
        return "\n".join(texts)

    def begin(self, language: str = "zh_CN") -> None:
        """From the attract screen to the card reader."""
        self.sees("attract")
        self.robot.click(f"begin_{language}")
        self.sees("choose_item")
        self.robot.click(f"tile_{ITEM}")
        self.sees("put_card")

    def identify(self, card: str = "li_na", language: str = "zh_CN") -> None:
        """From the attract screen to what central has said, or to why it has not."""
        self.begin(language)
        self.reader.do("insert", card=card)
        self.sees("confirm_person")
        self.robot.click("main")

    def leave(self) -> None:
        """Rate, take the card, and see the attract screen."""
        self.sees("rate_visit")
        self.robot.click("grade_satisfied")
        self.take_card()

    def take_card(self) -> None:
        self.sees("take_card")
        self.reader.do("lift")
        self.sees("attract", "out_of_service")

    def counts(self) -> OutboxCounts:
        with setup.open_cache(self._settings) as cache:
            return Outbox(cache).counts()

    def delivered(self) -> None:
        """Wait until the agent has delivered everything."""

        def nothing_waits() -> bool:
            counts = self.counts()
            return not counts.queued and not counts.leased

        self.until(nothing_waits, "the delivery")

    def journal(self) -> list[JournalEntry]:
        with setup.open_cache(self._settings) as cache:
            return list(Journal(cache).entries())

    def ledger(self) -> list[dict[str, Any]]:
        answer = subprocess.run(  # noqa: S603 - our own module
            [
                *(sys.executable, "-m", "central", "ledger", "--json"),
                *("--database", self.system.database),
                *("--config", str(self.system.config)),
            ],
            cwd=ROOT,
            check=True,
            stdout=subprocess.PIPE,
        )
        ledger: list[dict[str, Any]] = json.loads(answer.stdout)
        return ledger

    def receipts(self) -> list[Path]:
        return sorted(self.out.glob("receipt-*.png"))
