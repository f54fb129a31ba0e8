"""Differences between models of receipt printers, according to their manuals.

`generic` is Epson's standard. `snbc` reports an open cover as paper end. `bt532c`
reports in bit 7 of its first status that the last receipt has not been torn off.
`custom` has a presenter: a cut receipt waits inside until it is pushed out of the
outlet, and can be retracted into a bin; `DLE EOT 20` reports it.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Model:
    """A model's differences from the standard."""

    cover_reads_as_paper_end: bool = False
    tear_sensor: bool = False
    presenter: bool = False


MODELS = {
    "generic": Model(),
    "snbc": Model(cover_reads_as_paper_end=True),
    "bt532c": Model(tear_sensor=True),
    "custom": Model(presenter=True),
}


@dataclass
class Mouth:
    """The outlet for receipts; all attributes but `blocked` count receipts.

    Attributes:
        inside: Cut, and held by the presenter.
        hanging: In the outlet, not taken yet.
        taken: Taken by a person, or fallen out.
        retracted: In the bin.
        blocked: Whether the presenter's motor is blocked.
    """

    inside: int = 0
    hanging: int = 0
    taken: int = 0
    retracted: int = 0
    blocked: bool = False

    def cut(self, *, presenter: bool) -> None:
        """Cut off a receipt; without a presenter it is in the outlet at once."""
        if presenter:
            self.inside += 1
        else:
            self.hanging += 1

    def present(self) -> None:
        """Push out what is inside; a receipt that was in the outlet falls out."""
        if not self.blocked and self.inside:
            self.taken += self.hanging
            self.hanging, self.inside = self.inside, 0

    def retract(self) -> None:
        """Retract everything into the bin."""
        if not self.blocked:
            self.retracted += self.hanging + self.inside
            self.hanging = self.inside = 0

    def take(self) -> None:
        """Take the receipts in the outlet."""
        self.taken += self.hanging
        self.hanging = 0
