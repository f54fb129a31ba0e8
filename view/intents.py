"""What a citizen can say back."""

from dataclasses import dataclass, field

from view.handing import Grade, RatingReason
from view.service import Task
from view.words import Language


@dataclass(frozen=True)
class Begin:
    """A language's button on the attract screen."""

    language: Language


@dataclass(frozen=True)
class SwitchLanguage:
    """The language button in the bar, at any time."""

    language: Language


@dataclass(frozen=True)
class Choose:
    """A tile."""

    code: str


@dataclass(frozen=True)
class Key:
    """A key of the keyboard on the screen: one character."""

    character: str = field(repr=False)


@dataclass(frozen=True)
class Erase:
    """Take back the last character; with `everything`, all of them."""

    everything: bool = False


@dataclass(frozen=True)
class PickOption:
    """The answer to a choice, a month, or a way to pay."""

    value: str = field(repr=False)


@dataclass(frozen=True)
class ToggleOption:
    """One of several things, chosen or taken back."""

    reference: str = field(repr=False)


@dataclass(frozen=True)
class UseCode:
    """No card at hand: type a collection code."""


@dataclass(frozen=True)
class Collect:
    """Take what is still coming; index of `StillComing.lines`."""

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
    """One of the reasons for a poor grade, chosen or taken back."""

    reason: RatingReason


@dataclass(frozen=True)
class Touch:
    """Anywhere: somebody is there; also "yes, more time"."""


@dataclass(frozen=True)
class OpenService:
    """The terminal's name in the bar, pressed for long: staff want to get in."""


@dataclass(frozen=True)
class ChooseTask:
    """What a clerk wants to do at the cells."""

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
    """An intent, and the stage of the View that it was made on."""

    stage: int
    intent: Intent
