"""Draws a QR code as vectors, so that it is sharp at any size."""

from dataclasses import dataclass

from qrcode.constants import ERROR_CORRECT_M
from qrcode.main import QRCode

MODULE_MM = 0.48
"""Least width of a module: some 5 dots of a 300 dpi printer."""

SMALLEST_MM = 26.0
"""Least width of the modules together: below 25 mm a scanner fails on a paper that is
a little turned and blurred."""

MARGIN = 4
"""Empty modules on each side, as ISO/IEC 18004 asks for."""

MASK = 3
"""Trying all eight takes longer than the page; what is signed looks like noise, so that
none is better than another."""


@dataclass(frozen=True)
class Drawing:
    """A code to be placed on a page.

    Attributes:
        svg: The drawing.
        width_mm: The width that it needs, with its margin.
    """

    svg: str
    width_mm: float


def draw(text: str) -> Drawing:
    """Draw a text with error correction M, which tolerates 15 % of damage."""
    code = QRCode(error_correction=ERROR_CORRECT_M, border=MARGIN, mask_pattern=MASK)
    code.add_data(text)
    code.make(fit=True)
    matrix = code.get_matrix()
    size = len(matrix)
    # One path, so that adjacent modules touch without seams.
    path = "".join(
        f"M{x} {y}h1v1h-1z"
        for y, row in enumerate(matrix)
        for x, dark in enumerate(row)
        if dark
    )
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}">'
        f'<path d="{path}"/></svg>'
    )
    module = max(MODULE_MM, SMALLEST_MM / (size - 2 * MARGIN))
    return Drawing(svg, round(size * module, 2))
