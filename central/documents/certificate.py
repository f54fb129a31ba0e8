"""A document's content: everything that it, and its copies, are drawn from."""

from datetime import date
from hashlib import sha256

from pydantic import Field

from contract.business_day import business_day
from contract.model import Applicant, Bilingual, Instant, ItemCode, Message
from contract.numbers import mask
from contract.queries import QueryAnswer
from contract.verification import CONTENT_BYTES, Claims


class Certificate(Message):
    """One document's content, as stored in `DocumentRow.content`.

    Attributes:
        holder: The person, from the card.
        terminal: The terminal that requested it.
        answer: The department's answer.
        demonstration: Whether its seal reads 演示.
    """

    serial: str
    item: ItemCode
    department: Bilingual
    legal_basis: Bilingual
    hotline: str
    holder: Applicant = Field(repr=False)
    terminal: str
    issued_at: Instant
    answer: QueryAnswer = Field(repr=False)
    demonstration: bool

    @property
    def title(self) -> Bilingual:
        """Return the title of the document."""
        return self.answer.title

    @property
    def masked_number(self) -> str:
        """Return the number as printed on the paper."""
        return mask(self.holder.number)

    @property
    def as_of(self) -> date:
        """Return the day up to which its data is complete."""
        return business_day(self.answer.as_of)

    @property
    def issued_on(self) -> date:
        """Return the day on which it was made."""
        return business_day(self.issued_at)

    def claims(self) -> Claims:
        """Return the content of its QR code."""
        content = self.model_dump_json(exclude_none=True).encode()
        return Claims(
            serial=self.serial,
            item=self.item,
            title=self.title.zh_CN,
            name=self.holder.name,
            number=self.masked_number,
            as_of=self.as_of,
            terminal=self.terminal,
            content=sha256(content).digest()[:CONTENT_BYTES],
        )
