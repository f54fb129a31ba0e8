"""Documents that are ready for pick-up, and the codes for their holders."""

from datetime import datetime
from typing import Protocol
from uuid import UUID

from central.departments.base import Deposit
from central.departments.layout import text
from contract.business_day import business_day
from contract.model import Bilingual
from contract.queries import Query, QueryAnswer

AT_THE_TERMINAL = text(
    "请在存放证件的自助终端办理，以短信中的地点为准。",
    "Please collect it at the terminal that the message on your phone names.",
)


class Messenger(Protocol):
    """Sends a text message to a holder's phone."""

    def send(self, number: str, text: str) -> None:
        """Send it; may raise anything, and is then retried.

        Args:
            number: Of the holder's card.
            text: In Chinese, as such messages are.
        """


class Register(Protocol):
    """Where deposits come from."""

    def deposits(self, now: datetime) -> tuple[Deposit, ...]:
        """Return all documents that are to be picked up."""


class Pickup:
    """One department's documents for pick-up.

    Args:
        register: Lists what is ready.
        messenger: Notifies the holders.
        department: In answers.
        titles: Of the items.
    """

    def __init__(
        self,
        register: Register,
        messenger: Messenger,
        department: Bilingual,
        titles: dict[str, Bilingual],
    ) -> None:
        self._register = register
        self._messenger = messenger
        self._department = department
        self._titles = titles

    def answer(self, query: Query, now: datetime) -> QueryAnswer:
        """Return the item's title only; terminals hand out by their manifest."""
        return QueryAnswer(
            time=now,
            found=False,
            department=self._department,
            title=self._titles[query.item],
            as_of=now,
            note=AT_THE_TERMINAL,
        )

    def deposits(self, now: datetime) -> tuple[Deposit, ...]:
        """Return all documents that are to be picked up."""
        return self._register.deposits(now)

    def loaded(self, holding: UUID, place: Bilingual, now: datetime) -> None:
        """Send the holder the code, unless the register lacks the holding."""
        for deposit in self._register.deposits(now):
            if deposit.holding == holding:
                self._messenger.send(deposit.number, _message(deposit, place))
                return  # the register may list it twice


def _message(deposit: Deposit, place: Bilingual) -> str:
    return (
        f"您的{deposit.title.zh_CN}已存入{place.zh_CN}。"
        f"请于 {business_day(deposit.until)} 前持身份证领取，"
        f"取证码 {deposit.code}，请勿告诉他人。"
    )
