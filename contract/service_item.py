"""The definition of a service item (政务服务事项), as read from a TOML file.

It has no expressions and no code: only steps, texts, form fields, the audience and the
policy without a network. The seeds are `config/services/<department>/<item>.toml`.
"""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, model_validator

from contract.model import Bilingual, Fen, ItemCode, Message, Word


class StepKind(StrEnum):
    """The kinds of steps; a closed set, each with its file in `kiosk/flow/steps`.

    A definition with a kind that has no step file yet is refused.
    """

    IDENTIFY = "identify"
    FORM = "form"
    FETCH = "fetch"
    CHOOSE = "choose"
    REVIEW = "review"
    DECLARE = "declare"
    PAY = "pay"
    PRINT = "print"  # a document; the receipt at the end is not a step
    RELEASE = "release"
    SUBMIT = "submit"
    RATE = "rate"


class OfflinePolicy(StrEnum):
    """What happens while the network is down."""

    QUEUE = "queue"  # accept now, finish later, print a slip with a code
    CACHED = "cached"  # answer from data at the terminal, such as the pick-up manifest
    REFUSE = "refuse"  # say why and what to do instead, before anything is typed


class Department(Message):
    """The department that is responsible for the item."""

    code: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    name: Bilingual


class FieldKind(StrEnum):
    """What a form field asks for; `contract.fields` validates each kind."""

    CHOICE = "choice"  # one of `options`
    MONTH = "month"  # YYYY-MM, up to the last whole month
    CITIZEN_NUMBER = "citizen_number"  # GB 11643
    PLATE = "plate"  # a vehicle's number plate (GA 36)
    AMOUNT = "amount"  # yuan and fen; kept in fen
    CODE = "code"  # letters and digits, such as a bill number


class FieldOption(Message):
    """One option of a choice."""

    value: Word
    label: Bilingual


class FormField(Message):
    """One question of a form, shown on its own screen.

    Attributes:
        name: Name of the answer in messages, such as `month_from`.
        label: The question.
        hint: Where to find the answer, or its format.
        options: For a choice.
        months_ago: For a month: the initial value; 1 is last month.
        not_before: For a month: name of the earlier field that holds its minimum.
        digits_only: For a code.
        shortest: Minimum length of a code.
        longest: Maximum length of a code.
        scan: Whether a code may be scanned instead of typed.
        least: Minimum amount, in fen.
        most: Maximum amount, in fen.
    """

    name: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=32)]
    kind: FieldKind
    label: Bilingual
    hint: Bilingual | None = None
    options: Annotated[tuple[FieldOption, ...], Field(max_length=12)] = ()
    months_ago: Annotated[int, Field(ge=1, le=1200)] = 1
    not_before: str | None = None
    digits_only: bool = False
    shortest: Annotated[int, Field(ge=1, le=32)] = 1
    longest: Annotated[int, Field(ge=1, le=32)] = 32
    scan: bool = False
    least: Annotated[Fen, Field(ge=1)] = 1
    most: Annotated[Fen, Field(ge=1)] = 100_000_00

    @model_validator(mode="after")
    def _fits_its_kind(self) -> "FormField":
        if (self.kind is FieldKind.CHOICE) != bool(self.options):
            raise ValueError("options: belong to a choice, which must have some")
        if self.not_before is not None and self.kind is not FieldKind.MONTH:
            raise ValueError("not_before: belongs to a month")
        if self.shortest > self.longest:
            raise ValueError("shortest: must not exceed longest")
        if self.least > self.most:
            raise ValueError("least: must not exceed most")
        return self


class Declaration(Message):
    """The declaration that a citizen accepts before the item continues (告知承诺)."""

    title: Bilingual
    text: Bilingual


class ServiceItem(Message):
    """A service that a citizen can come for.

    Attributes:
        rank: Position in the list; the most requested items come first.
        fee: In fen; 0 if it is free or the department's bill states it.
        time_limit_days: Legal limit in working days; 0 is at once.
        materials: What the citizen must bring; nothing else is requested.
        identify: `optional` accepts a card or a collection code.
        assurance: `card_and_code` also requires the code from the department's message.
        hotline: Phone number for help.
        form: Questions of the step `form`, in order.
        declaration: Text of the step `declare`.
    """

    code: ItemCode
    version: Annotated[int, Field(ge=1)]
    rank: Annotated[int, Field(ge=1)] = 1000
    name: Bilingual
    summary: Bilingual
    department: Department
    legal_basis: Bilingual
    fee: Annotated[int, Field(ge=0)]
    time_limit_days: Annotated[int, Field(ge=0)]
    materials: tuple[Bilingual, ...]
    audience: Literal["person"]
    identify: Literal["none", "optional", "required"]
    assurance: Literal["card", "card_and_code"]
    offline: OfflinePolicy
    hotline: str
    steps: Annotated[tuple[StepKind, ...], Field(min_length=1)]
    form: Annotated[tuple[FormField, ...], Field(max_length=20)] = ()
    declaration: Declaration | None = None

    @model_validator(mode="after")
    def _steps_make_sense(self) -> "ServiceItem":
        steps = self.steps
        if len(set(steps)) != len(steps):
            raise ValueError("steps: a kind stands twice")
        for earlier, later in _ORDER:
            if (
                earlier in steps
                and later in steps
                and steps.index(earlier) > steps.index(later)
            ):
                raise ValueError(f"steps: `{earlier}` must stand before `{later}`")
        for kind, needed in _NEEDS.items():
            if kind in steps and needed not in steps:
                raise ValueError(f"steps: `{kind}` needs `{needed}`")
        if StepKind.RELEASE in steps and not _ASKING_CENTRAL.isdisjoint(steps):
            raise ValueError(
                "steps: `release` acts on the manifest: no answer is shown"
            )
        if (StepKind.IDENTIFY in steps) != (self.identify != "none"):
            raise ValueError("steps: `identify` must agree with the key `identify`")
        if StepKind.RELEASE in steps and self.identify != "required":
            raise ValueError("identify: `release` hands out to a card's holder alone")
        if StepKind.PRINT in steps and self.identify == "none":
            raise ValueError("identify: `print` makes a document about a person")
        if (StepKind.FORM in steps) != bool(self.form):
            raise ValueError("steps: `form` must agree with the key `form`")
        if (StepKind.DECLARE in steps) != (self.declaration is not None):
            raise ValueError("steps: `declare` must agree with the key `declaration`")
        if (StepKind.RELEASE in steps) != (self.offline is OfflinePolicy.CACHED):
            raise ValueError("offline: `cached` belongs to the step `release`")
        if self.assurance == "card_and_code" and StepKind.RELEASE not in steps:
            raise ValueError("assurance: `card_and_code` belongs to the step `release`")
        if self.code.split(".")[0] != self.department.code:
            raise ValueError("code: must begin with the department's code")
        return self

    @model_validator(mode="after")
    def _form_makes_sense(self) -> "ServiceItem":
        seen: dict[str, FieldKind] = {}
        for field in self.form:
            if field.name in seen:
                raise ValueError(f"form: `{field.name}` stands twice")
            if field.not_before and seen.get(field.not_before) is not FieldKind.MONTH:
                raise ValueError(f"form: no month `{field.not_before}` stands before")
            seen[field.name] = field.kind
        return self


_ORDER = (
    *((StepKind.IDENTIFY, kind) for kind in StepKind if kind is not StepKind.IDENTIFY),
    *((kind, StepKind.RATE) for kind in StepKind if kind is not StepKind.RATE),
    (StepKind.FORM, StepKind.FETCH),
    (StepKind.FETCH, StepKind.REVIEW),
    (StepKind.REVIEW, StepKind.PAY),
    (StepKind.CHOOSE, StepKind.PAY),
    (StepKind.DECLARE, StepKind.PAY),
    (StepKind.PAY, StepKind.PRINT),
    (StepKind.PAY, StepKind.RELEASE),
    (StepKind.PAY, StepKind.SUBMIT),
    (StepKind.REVIEW, StepKind.PRINT),
    (StepKind.FETCH, StepKind.RELEASE),
)
"""Steps that must come before others: nothing is paid before it was shown and declared,
and nothing is handed out before it was paid."""

_ASKING_CENTRAL = frozenset({StepKind.REVIEW, StepKind.CHOOSE, StepKind.PAY})
"""Steps that use the department's answer. There is none in an item whose `fetch` reads
the manifest."""

_NEEDS = {
    StepKind.REVIEW: StepKind.FETCH,
    StepKind.CHOOSE: StepKind.FETCH,
    StepKind.PAY: StepKind.FETCH,
    StepKind.PRINT: StepKind.REVIEW,
    StepKind.RELEASE: StepKind.FETCH,
}
"""The step whose result each step uses."""
