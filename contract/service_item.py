"""A service item (政务服务事项) as one TOML file describes it.

No expressions and no code: steps, texts, form fields, who may use it, and what happens
when there is no network. `config/services/<department>/<item>.toml` is the seed.
"""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, model_validator

from contract.model import Bilingual, Fen, ItemCode, Message, Word


class StepKind(StrEnum):
    """What a citizen goes through; a closed set, one file of `kiosk/flow/steps` each.

    Kinds that no step file serves yet are refused when a definition is loaded.
    """

    IDENTIFY = "identify"
    FORM = "form"
    FETCH = "fetch"
    CHOOSE = "choose"
    REVIEW = "review"
    DECLARE = "declare"
    PAY = "pay"
    PRINT = "print"  # a document; every item ends with a receipt by itself
    RELEASE = "release"
    SUBMIT = "submit"
    RATE = "rate"


class OfflinePolicy(StrEnum):
    """What happens when the network is away."""

    QUEUE = "queue"  # accept now, finish later, give a slip with a code
    CACHED = "cached"  # answer from what the terminal holds, as the pick-up manifest
    REFUSE = "refuse"  # say why and what to do instead, before anything is typed


class Department(Message):
    """Who answers for the item."""

    code: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    name: Bilingual


class FieldKind(StrEnum):
    """What a form asks for; how each is checked stands in `contract.fields`."""

    CHOICE = "choice"  # one of `options`
    MONTH = "month"  # YYYY-MM, up to the last whole month
    CITIZEN_NUMBER = "citizen_number"  # GB 11643
    PLATE = "plate"  # a vehicle's number plate (GA 36)
    AMOUNT = "amount"  # yuan and fen; kept in fen
    CODE = "code"  # letters and digits, as of a bill or a notice


class FieldOption(Message):
    """One of the answers to a choice."""

    value: Word
    label: Bilingual


class FormField(Message):
    """One question of a form; it has a screen of its own.

    Attributes:
        name: Under which the answer is sent, as `month_from`.
        label: The question.
        hint: Where to find the answer, or what it should look like.
        options: Of a choice.
        months_ago: Of a month: the one that stands there at first, 1 for the last.
        not_before: Of a month: name of an earlier month field.
        digits_only: Of a code.
        shortest: Least length of a code.
        longest: Greatest length of a code.
        scan: Whether a code may be scanned instead of typed.
        least: Of an amount, in fen.
        most: Of an amount, in fen.
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
    """What a citizen declares before the item goes on (告知承诺)."""

    title: Bilingual
    text: Bilingual


class ServiceItem(Message):
    """One thing that a citizen can come for.

    Attributes:
        rank: Where it stands among the others; what is most asked for comes first.
        fee: In fen; 0 is free, or is what the department's bill says.
        time_limit_days: Working days that the law allows; 0 is at once.
        materials: What the citizen must bring, and beyond which nothing is asked.
        identify: `optional` takes a card or a collection code.
        assurance: `card_and_code` asks for the code of the department's message too.
        hotline: Whom to call.
        form: The questions of the step `form`, in order.
        declaration: Of the step `declare`.
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
"""What must stand before what: nothing is paid before it was shown and declared, and
nothing is handed out before it was paid."""

_ASKING_CENTRAL = frozenset({StepKind.REVIEW, StepKind.CHOOSE, StepKind.PAY})
"""What shows or acts on the department's answer, which there is none of where `fetch`
looks into the manifest."""

_NEEDS = {
    StepKind.REVIEW: StepKind.FETCH,
    StepKind.CHOOSE: StepKind.FETCH,
    StepKind.PAY: StepKind.FETCH,
    StepKind.PRINT: StepKind.REVIEW,
    StepKind.RELEASE: StepKind.FETCH,
}
"""What each kind shows or acts on comes in the department's answer, or the manifest."""
