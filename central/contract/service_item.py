"""A service item (政务服务事项) as one TOML file describes it.

No expressions and no code: steps, texts, who may use it, and what happens when there
is no network. `config/services/<department>/<item>.toml` is the seed.
"""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, model_validator

from central.contract.model import Bilingual, ItemCode, Message


class StepKind(StrEnum):
    """What a citizen goes through; a closed set, one file of `kiosk/flow/steps` each.

    Kinds that no step file serves yet are refused when a definition is loaded.
    """

    IDENTIFY = "identify"
    FETCH = "fetch"
    REVIEW = "review"
    RATE = "rate"


class OfflinePolicy(StrEnum):
    """What happens when the network is away."""

    QUEUE = "queue"  # accept now, finish later, give a slip with a code
    REFUSE = "refuse"  # say why and what to do instead, before anything is typed


class Department(Message):
    """Who answers for the item."""

    code: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    name: Bilingual


class ServiceItem(Message):
    """One thing that a citizen can come for.

    Attributes:
        fee: In fen; 0 is free.
        time_limit_days: Working days that the law allows; 0 is at once.
        materials: What the citizen must bring, and beyond which nothing is asked.
        hotline: Whom to call.
    """

    code: ItemCode
    version: Annotated[int, Field(ge=1)]
    name: Bilingual
    summary: Bilingual
    department: Department
    legal_basis: Bilingual
    fee: Annotated[int, Field(ge=0)]
    time_limit_days: Annotated[int, Field(ge=0)]
    materials: tuple[Bilingual, ...]
    audience: Literal["person"]
    identify: Literal["none", "required"]
    assurance: Literal["card"]
    offline: OfflinePolicy
    hotline: str
    steps: Annotated[tuple[StepKind, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _steps_make_sense(self) -> "ServiceItem":
        if len(set(self.steps)) != len(self.steps):
            raise ValueError("steps: a kind stands twice")
        order = [kind for kind in StepKind if kind in self.steps]
        if list(self.steps) != order:
            raise ValueError(f"steps: must stand in this order: {', '.join(order)}")
        if (StepKind.IDENTIFY in self.steps) != (self.identify == "required"):
            raise ValueError("steps: `identify` must agree with the key `identify`")
        if (StepKind.FETCH in self.steps) != (StepKind.REVIEW in self.steps):
            raise ValueError("steps: `fetch` and `review` go together")
        if self.code.split(".")[0] != self.department.code:
            raise ValueError("code: must begin with the department's code")
        return self
