"""What is different from one model of printer to another, as data.

The fields are the keys of `config/devices/receipt_printer/*.toml`, where each value
has its source.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Profile:
    """A model of printer; the defaults are what all ESC/POS printers have in common.

    `GS r` has to be answered by all of them: without an answer in its turn nothing
    proves that the printer took a receipt, and every print would end as UNKNOWN.

    Attributes:
        width_dots: Printable width at 203 dpi; a multiple of 8.
        buffer_bytes: Of the receive buffer. Two bands have to fit.
        cut: Hexadecimal: feeds what was printed beyond the cutter, and cuts.
        cover_reads_as_paper_out: An open cover is reported as the end of paper, and
            nothing tells the two apart.
        not_taken_bit: Bit 7 of `DLE EOT 1`, elsewhere always 0, says that the last
            receipt has not been torn off.
        full_status: `DLE EOT 20` is answered by six bytes (Custom).
        present: Hexadecimal: pushes the cut receipt out of the mouth, where a sensor
            must see it; empty where there is no presenter.
        retract: Hexadecimal: takes back what was not taken; empty where it cannot.
    """

    width_dots: int = 576
    buffer_bytes: int = 4096
    cut: str = "1D 56 42 00"
    cover_reads_as_paper_out: bool = False
    not_taken_bit: bool = False
    full_status: bool = False
    present: str = ""
    retract: str = ""
