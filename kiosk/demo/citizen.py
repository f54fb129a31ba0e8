"""The scripted citizen of the demonstration: acts on what the screen shows.

It contains no knowledge of service items: for each kind of screen there is one thing
that a citizen does, by a press at the window's pixels or at a simulated device. What it
types it reads where citizens do: from a notice or from its phone.
"""

import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import view as seen
from drivers.simulators.control import ControlClient
from drivers.simulators.sam_cards import CARDS
from ui.robot import Robot
from view import DoorStage, FieldWhat, Keys, PayStage

SCREEN_WITHIN_S = 60.0
"""Seconds within which the next screen must appear, even on a slow machine."""

_BLANK = ("waiting", "starting")  # nothing is shown for the first 300 ms
_PASSING = ("", "starting", "waiting", "submitting", "printing", "out_of_service")
_BUSY_PAY = (PayStage.OPENING, PayStage.CHARGING, PayStage.CLOSING)
_SENT_CODE = re.compile(r"取证码 (\d{6})")


@dataclass(frozen=True)
class Visit:
    """A planned visit: its item, its card, and whether the network is cut.

    Attributes:
        code: The code for a form that asks for one.
        language: The language of the screens.
    """

    service: str
    offline: bool
    card: str
    code: str = ""
    language: seen.Language = "zh_CN"


@dataclass
class Account:
    """What was seen: the screens of a visit, and the milliseconds until each.

    They are measured from the citizen's last action or from the screen in between.
    Typing is the citizen's own time: only the last key begins a wait.

    Attributes:
        turned_away: Whether the tile already said that the item is not available.
    """

    visit: Visit
    steps: list[dict[str, Any]] = field(default_factory=list)
    turned_away: bool = False

    def summary(self) -> dict[str, Any]:
        """Return the visit in the form of `summary.json`."""
        return {
            "service": self.visit.service,
            "offline": self.visit.offline,
            "steps": self.steps,
        }


class InterruptedVisitError(Exception):
    """The demonstration was ended during a visit."""


@dataclass(frozen=True)
class Patience:
    """Waits for the screen until the demonstration is ended."""

    stopping: threading.Event

    def wait(self, robot: Robot, holds: Callable[[], bool]) -> None:
        """Run the event loop until a condition holds.

        Raises:
            TimeoutError: The condition did not come to hold.
            InterruptedVisitError: The demonstration was ended.
        """

        def looked() -> bool:
            self.check()
            return holds()

        robot.wait_until(looked, SCREEN_WITHIN_S)

    def check(self) -> None:
        """Raise `InterruptedVisitError` if the demonstration was ended."""
        if self.stopping.is_set():
            raise InterruptedVisitError


@dataclass(frozen=True, eq=False)
class _This:
    """Content compared by identity: a paper that fails again at once looks the same."""

    content: seen.Content

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _This) and other.content is self.content

    def __hash__(self) -> int:
        return id(self.content)


class Citizen:
    """The citizen's actions at one terminal.

    Args:
        robot: The robot at its window.
        controls: Control sockets by the simulators' names.
        out: The folder for screenshots; None to take none.
        patience: Waits for the screen.
    """

    def __init__(
        self,
        robot: Robot,
        controls: dict[str, ControlClient],
        out: Path | None,
        patience: Patience,
    ) -> None:
        self._patience = patience
        self._robot = robot
        self._controls = controls
        self._out = out
        self._pictures = 0
        self._began: float | None = None
        self._account: Account

    def go(self, visit: Visit) -> Account:
        """Go through a visit, from the attract screen back to it."""
        self._account, self._began = Account(visit), None
        self._until_asked(None)
        while True:
            shown = self._shown()
            self.act(visit)
            self._until_asked(shown)
            if self._robot.screen() == "attract":
                return self._account

    def go_on(self, visit: Visit, there: Callable[[seen.Content], bool]) -> None:
        """Go through a visit until a screen's content fulfils `there`."""
        self._account = Account(visit)
        self._until_asked(None)
        while (content := self._robot.content()) is None or not there(content):
            shown = self._shown()
            self.act(visit)
            self._until_asked(shown)

    def act(self, visit: Visit) -> None:
        """Do what a citizen does at the current screen."""
        robot = self._robot
        content = robot.content()
        self._began = time.monotonic()
        match content:
            case seen.Attract():
                robot.click(f"begin_{visit.language}")
            case seen.ChooseItem():
                self._choose(visit)
            case seen.PutCard():
                self._controls["sam_reader"].do("insert", card=visit.card)
            case seen.AskField():
                self._answer(content, visit)
            case seen.ChooseOptions(_, _, lines):
                left = [line for line in lines if not (line.closed or line.chosen)]
                robot.click(f"toggle_{left[0].reference}" if left else "main")
            case seen.Pay():
                self._pay(content)
            case seen.Release():
                self._take(content)
            case seen.RateVisit():
                robot.click("grade_very_satisfied")
            case seen.TakeCard():
                self._controls["sam_reader"].do("lift")
            case _:
                robot.click("main")

    def _choose(self, visit: Visit) -> None:
        tile = f"tile_{visit.service}"
        if self._robot.find(tile) is None:  # the tile says why
            self._account.turned_away = True
            tile = "cancel"
        self._robot.click(tile)

    def _answer(self, asked: seen.AskField, visit: Visit) -> None:
        if asked.what is FieldWhat.PICKUP_CODE:
            self._type(self._sent_code(visit.card))
        elif asked.keys is Keys.CHOICE:
            self._robot.click(f"option_{asked.options[0].value}")
        elif asked.keys is not Keys.MONTH:
            self._type(visit.code)
        self._began = time.monotonic()
        self._robot.click("main")

    def _type(self, text: str) -> None:
        for character in text:
            self._robot.click(f"key_{character}")

    def _sent_code(self, card: str) -> str:
        """Return the code that a department has sent to this citizen's phone."""
        number = CARDS[card].number
        phone = self._controls["payment_provider"].do("messages")["messages"]
        for message in reversed(phone):
            found = _SENT_CODE.search(message["text"])
            if found and message["number"] == number:
                return found[1]
        raise LookupError("no code was sent to this citizen's phone")

    def _pay(self, paying: seen.Pay) -> None:
        if paying.stage is PayStage.CHOOSE_METHOD:
            self._robot.click(f"option_{paying.methods[0].value}")
        elif paying.stage is PayStage.SCAN:
            self._controls["payment_provider"].do("pay")
        else:
            self._robot.click("main")

    def _take(self, release: seen.Release) -> None:
        if release.stage in (DoorStage.TAKE, DoorStage.CLOSE):
            self._controls["lock_board"].do("close", cell=release.cell)
        else:
            self._robot.click("main")

    def _shown(self) -> tuple[object, ...]:
        """Return what identifies the current question and its progress."""
        content = self._robot.content()
        match content:
            case seen.AskField():
                return ("ask_field", content.label, content.what, content.problem)
            case seen.ChooseOptions(_, _, lines):
                chosen = tuple(line.reference for line in lines if line.chosen)
                return ("choose_options", chosen)
            case seen.Pay() | seen.Release():
                return (self._robot.screen(), content.stage)
            case seen.PaperTrouble():
                return ("paper_trouble", _This(content))
        return (self._robot.screen(),)

    def _asks(self) -> bool:
        """Return whether the screen expects an action, not only a wait."""
        content = self._robot.content()
        match content:
            case seen.Pay():
                return content.stage not in _BUSY_PAY
            case seen.Release():
                return content.stage is not DoorStage.OPENING
            case seen.ConfirmPerson():  # entitlements are looked up first
                return self._robot.find("main") is not None
        return self._robot.screen() not in _PASSING

    def _until_asked(self, shown: tuple[object, ...] | None) -> None:
        """Wait until another screen expects an action."""
        last = shown

        def asked() -> bool:
            nonlocal last
            now = self._shown()
            if now != last and now[0] not in _BLANK:
                last = now
                self._note(str(now[0]))
            return now != shown and self._asks()

        try:
            self._patience.wait(self._robot, asked)
        except TimeoutError as error:
            after = shown[0] if shown else "the start"
            raise TimeoutError(f"nothing came after {after}") from error

    def _note(self, screen: str) -> None:
        if self._began is not None:
            spent = round((time.monotonic() - self._began) * 1000)
            self._account.steps.append({"name": screen, "ms": spent})
        self._pictures += 1
        if self._out is not None:
            self._robot.save(self._out / f"{self._pictures:02d}-screen.png")
        if self._began is not None:
            self._began = time.monotonic()
