"""The scripted citizen of the demonstration: acts on what the screen shows.

It knows no service item: for each kind of screen there is one thing that a citizen
does, by a press at the window's pixels or by a hand at a simulated device. What it has
to type, it reads where citizens do: from a notice in its hand, or from its phone.
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
"""By then the next screen must have come, on however slow a machine."""

_BLANK = ("waiting", "starting")  # nothing is shown for the first 300 ms
_PASSING = ("", "starting", "waiting", "submitting", "printing", "out_of_service")
_BUSY_PAY = (PayStage.OPENING, PayStage.CHARGING, PayStage.CLOSING)
_SENT_CODE = re.compile(r"取证码 (\d{6})")


@dataclass(frozen=True)
class Visit:
    """What the citizen comes for, with which card, and whether the network is there.

    Attributes:
        code: Which a form asks for.
        language: Of the screens.
    """

    service: str
    offline: bool
    card: str
    code: str = ""
    language: seen.Language = "zh_CN"


@dataclass
class Account:
    """What was seen: the screens of a visit, and the milliseconds until each.

    They count from what the citizen did last, or from the screen in between. Typing is
    the citizen's own time: only the key that ends it begins a wait.

    Attributes:
        turned_away: The tile said before anything was begun that it cannot be done now.
    """

    visit: Visit
    steps: list[dict[str, Any]] = field(default_factory=list)
    turned_away: bool = False

    def summary(self) -> dict[str, Any]:
        """The visit in the words of `summary.json`."""
        return {
            "service": self.visit.service,
            "offline": self.visit.offline,
            "steps": self.steps,
        }


class InterruptedVisitError(Exception):
    """Whoever started the demonstration has ended it."""


@dataclass(frozen=True)
class Patience:
    """Waits at the screen, unless the demonstration is ended meanwhile."""

    stopping: threading.Event

    def wait(self, robot: Robot, holds: Callable[[], bool]) -> None:
        """Let the program run until something holds.

        Raises:
            TimeoutError: It did not come to hold.
            InterruptedVisitError: The demonstration was ended.
        """

        def looked() -> bool:
            self.check()
            return holds()

        robot.wait_until(looked, SCREEN_WITHIN_S)

    def check(self) -> None:
        """Go on only if the demonstration does."""
        if self.stopping.is_set():
            raise InterruptedVisitError


@dataclass(frozen=True, eq=False)
class _This:
    """One and the same: a paper that fails again at once looks as it did before."""

    content: seen.Content

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _This) and other.content is self.content

    def __hash__(self) -> int:
        return id(self.content)


class Citizen:
    """Hands and eyes at one terminal.

    Args:
        robot: At its window.
        controls: Name of a simulator to its control socket.
        out: Folder for the pictures; without one none are taken.
        patience: How it waits.
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
        """Go through a visit, from the attract screen to the attract screen."""
        self._account, self._began = Account(visit), None
        self._until_asked(None)
        while True:
            shown = self._shown()
            self.act(visit)
            self._until_asked(shown)
            if self._robot.screen() == "attract":
                return self._account

    def go_on(self, visit: Visit, there: Callable[[seen.Content], bool]) -> None:
        """Do the same until a screen asks on which `there` holds."""
        self._account = Account(visit)
        self._until_asked(None)
        while (content := self._robot.content()) is None or not there(content):
            shown = self._shown()
            self.act(visit)
            self._until_asked(shown)

    def act(self, visit: Visit) -> None:
        """Do what a citizen does at this screen."""
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
        if self._robot.find(tile) is None:  # it is said there why
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
        """The code that a department has sent to this citizen's phone."""
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
        """What is asked of the citizen now: a screen, and how far it is."""
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
        """Whether there is something to be done here, and not only to be awaited."""
        content = self._robot.content()
        match content:
            case seen.Pay():
                return content.stage not in _BUSY_PAY
            case seen.Release():
                return content.stage is not DoorStage.OPENING
            case seen.ConfirmPerson():  # what is still coming is asked first
                return self._robot.find("main") is not None
        return self._robot.screen() not in _PASSING

    def _until_asked(self, shown: tuple[object, ...] | None) -> None:
        """Look on until another screen asks something of the citizen."""
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
