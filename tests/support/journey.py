"""A citizen's journey through the real system, by clicks and actions on devices."""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QApplication, QWidget

from central.store.database import open_store
from central.store.ledger import ledger
from config.settings import load_settings
from drivers.simulators.control import ControlClient
from kiosk import app, setup
from kiosk.demo.citizen import Citizen, Patience, Visit
from kiosk.demo.system import System
from offline_cache.journal import Journal, JournalEntry
from offline_cache.outbox import Outbox, OutboxCounts
from ui.robot import Robot
from view import AskField, Attract, Content, Language, Trouble

ITEM = "social_security.contribution_statement"
LAST_QUESTION = ("截止月份", "Last month")
DEADLINE_S = 60.0


class Journey:
    """The terminal's screen in this process, with access to everything around it."""

    def __init__(self, system: System, out: Path) -> None:
        self.system = system
        self.out = out
        self.controls = {
            name: ControlClient(address) for name, address in system.controls.items()
        }
        self.reader = self.controls["sam_reader"]
        self.printer = self.controls["escpos_printer"]
        self.network = self.controls["network"]
        self.provider = self.controls["payment_provider"]
        self._settings = load_settings(system.config)
        self.open()

    def open(self) -> None:
        """Start the screen on the existing cache."""
        self.screen = app.Screen(self._settings)
        self.screen.__enter__()
        self.screen.show()
        self.robot = Robot(self.screen.window)
        patience = Patience(threading.Event())
        self.citizen = Citizen(self.robot, self.controls, None, patience)

    def close(self) -> None:
        self.screen.__exit__(None, None, None)
        for control in self.controls.values():
            control.close()

    def again(self) -> None:
        """Restart the screen."""
        self.screen.__exit__(None, None, None)
        self.open()

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
        """Wait until these words are shown on the screen."""
        self.until(lambda: self.says(words), f"{words!r}")

    def says(self, words: str) -> bool:
        return any(words in text.replace("\n", "") for text in self.robot.texts())

    def everything(self) -> str:
        """Return all text that the screen's widgets and the clipboard still contain."""
        texts = [QApplication.clipboard().text()]
        for widget in [self.screen.window, *self.screen.window.findChildren(QWidget)]:
            for name in ("text", "toolTip", "accessibleName", "accessibleDescription"):
                texts += [str(getattr(widget, name, str)())]
        return "\n".join(texts)

    def ready(self, item: str = "") -> None:
        """Wait until an item, or each, can be done: devices, network, manifest."""

        def open_all() -> bool:
            content = self.robot.content()
            return isinstance(content, Attract) and not any(
                tile.trouble for tile in content.tiles if item in ("", tile.code)
            )

        self.until(open_all, "everything")

    def offline(self) -> None:
        """Cut the network, and wait until the screen shows it before a visit."""
        self.network.do("cut")
        away = (Trouble.NETWORK, Trouble.CENTRAL)

        def says_so() -> bool:
            content = self.robot.content()
            return isinstance(content, Attract) and any(
                tile.trouble in away for tile in content.tiles
            )

        self.until(says_so, "the cut")

    def goes(self, to: Visit, there: Callable[[Content], bool] | str) -> None:
        """Let the citizen continue the visit until a screen, or until `there` holds."""
        if isinstance(there, str):
            name = there
            there = lambda _: self.robot.screen() == name  # noqa: E731
        self.citizen.go_on(to, there)

    def begin(self, language: Language = "zh_CN", item: str = ITEM) -> None:
        """Go from the attract screen to the card reader."""
        self.sees("attract")
        self.robot.click(f"begin_{language}")
        self.sees("choose_item")
        tile = f"tile_{item}"  # which cannot be pressed while the devices are starting
        self.until(lambda: self.robot.find(tile) is not None, tile)
        self.robot.click(tile)
        self.sees("put_card")

    def identify(self, card: str = "li_na", language: Language = "zh_CN") -> None:
        """Go from the attract screen through the form, until central is queried."""
        self.sees("attract")
        visit = Visit(ITEM, offline=False, card=card, language=language)
        self.goes(visit, lambda content: self._last_question(content))
        self.robot.click("main")

    def _last_question(self, content: Content) -> bool:
        return isinstance(content, AskField) and content.label in LAST_QUESTION

    def leave(self) -> None:
        """Rate, take the card, and wait for the attract screen."""
        self.sees("rate_visit")
        self.robot.click("grade_satisfied")
        self.take_card()

    def take_card(self) -> None:
        self.sees("take_card")
        self.reader.do("lift")
        self.sees("attract", "out_of_service")

    def lay_down_instead(self, card: str) -> None:
        """Replace the card by another one, and wait until it is detected."""
        before = self.robot.screen()

        def seen() -> bool:
            try:
                self.robot.wait_until(lambda: self.robot.screen() != before, 2)
            except TimeoutError:
                return False
            return True

        for _ in range(20):  # a person is slow: the reader polls every 300 ms
            self.reader.do("lift")
            if seen():
                return
            self.reader.do("insert", card=card)
            if seen():
                return

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
        """Return the output of `python -m central ledger --json`."""
        with open_store(self.system.database, create=False) as store:
            entries = ledger(store)
            return [e.model_dump(mode="json", exclude_none=True) for e in entries]

    def documents(self) -> list[Path]:
        return sorted(self.out.glob("printed-*.pdf"))

    def receipts(self) -> list[Path]:
        return sorted(self.out.glob("receipt-*.png"))
