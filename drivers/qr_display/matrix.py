"""QR codes as matrices (ISO/IEC 18004), encoded by the `qrcode` package."""

import qrcode
import qrcode.exceptions

Matrix = tuple[tuple[bool, ...], ...]
"""Rows from the top, True is dark; including the quiet zone."""

QUIET = 4
"""Modules of quiet zone, as required by the standard."""


def encode(data: str) -> Matrix:
    """Return the smallest QR code of level M (15 % may be damaged) that holds `data`.

    Raises:
        ValueError: The data is empty, or too long for a QR code.
    """
    if not data:
        raise ValueError("a QR code of nothing")
    code = qrcode.QRCode(
        error_correction=qrcode.constants.ERROR_CORRECT_M, border=QUIET
    )
    code.add_data(data)
    try:
        code.make(fit=True)
    except (qrcode.exceptions.DataOverflowError, ValueError) as error:
        raise ValueError("too much for one QR code") from error
    return tuple(tuple(map(bool, row)) for row in code.get_matrix())
