"""What a citizen or clerk can do on the screen."""

from dataclasses import dataclass, field

from view.handing import Grade, RatingReason
from view.service import Task
from view.words import Language


@dataclass(frozen=True)
class Begin:
    """A language button on the attract screen."""

    language: Language


@dataclass(frozen=True)
class SwitchLanguage:
    """The language button in the bar, available at any time."""

    language: Language


@dataclass(frozen=True)
class Choose:
    """A service item's tile."""

    code: str


@dataclass(frozen=True)
class Key:
    """A key of the on-screen keyboard: one character."""

    character: str = field(repr=False)


@dataclass(frozen=True)
class Erase:
    """Delete the last character; with `everything`, all of them."""

    everything: bool = False


@dataclass(frozen=True)
class PickOption:
    """The answer to a choice, a month, or a way to pay."""

    value: str = field(repr=False)


@dataclass(frozen=True)
class ToggleOption:
    """Select or deselect one option."""

    reference: str = field(repr=False)


@dataclass(frozen=True)
class UseCode:
    """Type a collection code instead of using a card."""


@dataclass(frozen=True)
class Collect:
    """Collect an entitlement; index of `StillComing.lines`."""

    index: int


@dataclass(frozen=True)
class Main:
    """The main button."""


@dataclass(frozen=True)
class Back:
    """The left button."""


@dataclass(frozen=True)
class Cancel:
    """The middle button."""


@dataclass(frozen=True)
class Rate:
    """One of the five grades."""

    grade: Grade


@dataclass(frozen=True)
class ToggleReason:
    """Select or deselect one reason for a poor grade."""

    reason: RatingReason


@dataclass(frozen=True)
class Touch:
    """A touch anywhere: the citizen is present; also "yes, more time"."""


@dataclass(frozen=True)
class OpenService:
    """A long press on the terminal's name in the bar: staff want the service mode."""


@dataclass(frozen=True)
class ChooseTask:
    """The task that a clerk chooses in the service mode."""

    task: Task


Intent = (
    Begin
    | SwitchLanguage
    | Choose
    | Key
    | Erase
    | PickOption
    | ToggleOption
    | UseCode
    | Collect
    | Main
    | Back
    | Cancel
    | Rate
    | ToggleReason
    | Touch
    | OpenService
    | ChooseTask
)


@dataclass(frozen=True)
class Tap:
    """An intent, and the stage of the View on which it was made."""

    stage: int
    intent: Intent
