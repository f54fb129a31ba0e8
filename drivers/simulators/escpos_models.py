"""How models of receipt printers differ, as their manuals have it.

`generic` is Epson's standard. `snbc` reports an open cover as the end of paper.
`bt532c` says with bit 7 of its first status that the last receipt has not been torn
off. `custom` has a presenter: a cut receipt waits inside until it is pushed out of the
mouth, and can be drawn back into a bin; `DLE EOT 20` tells of it.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Model:
    """What a model does otherwise than the standard."""

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
    """Where receipts come out; counted in receipts.

    Attributes:
        inside: Cut, and held by the presenter.
        hanging: In the mouth, and not yet taken.
        taken: By whoever stood there, or fallen out.
        retracted: In the bin.
        blocked: The presenter's motor cannot move anything.
    """

    inside: int = 0
    hanging: int = 0
    taken: int = 0
    retracted: int = 0
    blocked: bool = False

    def cut(self, *, presenter: bool) -> None:
        """A receipt was cut off; without a presenter it hangs there at once."""
        if presenter:
            self.inside += 1
        else:
            self.hanging += 1

    def present(self) -> None:
        """Push out what is inside; what hung there before falls out."""
        if not self.blocked and self.inside:
            self.taken += self.hanging
            self.hanging, self.inside = self.inside, 0

    def retract(self) -> None:
        """Draw everything back into the bin."""
        if not self.blocked:
            self.retracted += self.hanging + self.inside
            self.hanging = self.inside = 0

    def take(self) -> None:
        """Somebody takes what hangs there."""
        self.taken += self.hanging
        self.hanging = 0
