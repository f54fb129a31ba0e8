"""Differences between models of printers, as data.

The fields are the keys of `config/devices/receipt_printer/*.toml`, where the source of
each value is given.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Profile:
    """A model of printer; the defaults are common to all ESC/POS printers.

    All must answer `GS r`: without an answer in its turn nothing proves that the
    printer accepted a receipt, and every print would end as UNKNOWN.

    Attributes:
        width_dots: Printable width at 203 dpi; a multiple of 8.
        buffer_bytes: Size of the receive buffer, which must hold two bands.
        cut: In hexadecimal: feeds the print beyond the cutter, and cuts.
        cover_reads_as_paper_out: An open cover is reported as paper end, and the two
            cannot be distinguished.
        not_taken_bit: Bit 7 of `DLE EOT 1`, otherwise always 0, reports that the last
            receipt has not been torn off.
        full_status: `DLE EOT 20` is answered by six bytes (Custom).
        present: In hexadecimal: pushes the cut receipt out of the outlet, where a
            sensor must see it; empty if there is no presenter.
        retract: In hexadecimal: retracts a receipt; empty if it cannot.
    """

    width_dots: int = 576
    buffer_bytes: int = 4096
    cut: str = "1D 56 42 00"
    cover_reads_as_paper_out: bool = False
    not_taken_bit: bool = False
    full_status: bool = False
    present: str = ""
    retract: str = ""
