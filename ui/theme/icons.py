"""Icons: drawn here on a grid of 24 × 24, in one line weight, in any colour."""

from PySide6.QtCore import QByteArray, QRectF
from PySide6.QtGui import QPainter
from PySide6.QtSvg import QSvgRenderer

_RING = '<circle cx="12" cy="12" r="9.5"/>'
_EYES = '<path d="M8.6 9.6v.01M15.4 9.6v.01" stroke-width="2.6"/>'

ICONS = {
    "back": '<path d="M15 5l-7 7 7 7"/>',
    "forward": '<path d="M9 5l7 7-7 7"/>',
    "up": '<path d="M5 15l7-7 7 7"/>',
    "down": '<path d="M5 9l7 7 7-7"/>',
    "close": '<path d="M6 6l12 12M18 6L6 18"/>',
    "check": '<path d="M5 12.5l4.6 4.6L19 7.5"/>',
    "globe": _RING
    + '<path d="M2.5 12h19M12 2.5c6 6 6 13 0 19M12 2.5c-6 6-6 13 0 19"/>',
    "clock": _RING + '<path d="M12 6.5V12l3.8 2.2"/>',
    "done": _RING + '<path d="M7.6 12.4l3 3 5.8-6.2"/>',
    "notice": '<path d="M12 3.2L22 20.5H2z"/><path d="M12 9.8v4.8M12 17.4v.01"/>',
    "stop": _RING + '<path d="M6.2 12h11.6"/>',
    "info": _RING + '<path d="M12 11v5.6M12 7.4v.01"/>',
    "phone": (
        '<path d="M6.2 3.2l3 .2 1.6 4.2-2 1.8c1.1 2.4 3 4.3 5.4 5.4'
        "l1.8-2 4.2 1.6.2 3c0 1.6-1.3 2.6-2.8 2.5C10 19.3 4.7 14"
        ' 4.1 6.4 4 4.9 5 3.3 6.2 3.2z"/>'
    ),
    "card": (
        '<rect x="2" y="5" width="20" height="14" rx="2.4"/>'
        '<circle cx="16.6" cy="10.6" r="1.9"/>'
        '<path d="M13.4 15.6c.8-2.6 5.6-2.6 6.4 0M5.2 9.8h4.6M5.2 14.2h4.6"/>'
    ),
    "paper": (
        '<path d="M5.5 2.6h13v18.6l-2.2-1.5-2.1 1.5-2.2-1.5-2.2 1.5'
        '-2.1-1.5-2.2 1.5z"/><path d="M9 7.4h6M9 11h6M9 14.6h3.6"/>'
    ),
    "document": (
        '<path d="M5 2.6h9.4L19 7.2v14.2H5z"/>'
        '<path d="M14 2.8v4.8h4.8M8.6 12h6.8M8.6 16h6.8"/>'
    ),
    "print": (
        '<path d="M7 8V3h10v5M7 17H3.5V8.5h17V17H17"/>'
        '<rect x="7" y="13.5" width="10" height="7.5"/>'
    ),
    "building": (
        '<path d="M3 9.6L12 3.4l9 6.2zM3 20.6h18M5.5 10v7.6M10 10v7.6'
        'M14 10v7.6M18.5 10v7.6M4 17.6h16"/>'
    ),
    "terminal": (
        '<rect x="5" y="2.5" width="14" height="13" rx="1.6"/>'
        '<path d="M8.5 6.5h7M8.5 10h4M12 15.5v5.5M7.5 21h9"/>'
    ),
    "scan": (
        '<path d="M3 8V4.5A1.5 1.5 0 0 1 4.5 3H8M16 3h3.5A1.5 1.5 0 0 1 21 4.5V8'
        "M21 16v3.5a1.5 1.5 0 0 1-1.5 1.5H16M8 21H4.5A1.5 1.5 0 0 1 3 19.5V16"
        'M3 12h18M7.5 7.5v2M12 7.5v2M16.5 7.5v2M7.5 14.5v2M12 14.5v2M16.5 14.5v2"/>'
    ),
    "pay": (
        '<rect x="2.5" y="6" width="19" height="14" rx="2.4"/>'
        '<path d="M5 6l10-3.2V6M21.5 10.6h-5.4a2.4 2.4 0 0 0 0 4.8h5.4M16.6 13v.01"/>'
    ),
    "keys": (
        '<rect x="2" y="5" width="20" height="14" rx="2.4"/>'
        '<path d="M6 9.4v.01M10 9.4v.01M14 9.4v.01M18 9.4v.01M6 13v.01M10 13v.01'
        'M14 13v.01M18 13v.01M8.5 16h7"/>'
    ),
    "erase": (
        '<path d="M8.4 5H20a1.6 1.6 0 0 1 1.6 1.6v10.8'
        'A1.6 1.6 0 0 1 20 19H8.4L2.4 12z"/>'
        '<path d="M11.6 9.2l5.6 5.6M17.2 9.2l-5.6 5.6"/>'
    ),
    "ring": '<circle cx="12" cy="12" r="9.5"/>',
    "box": '<rect x="4" y="4" width="16" height="16" rx="3"/>',
    "boxed": (
        '<rect x="4" y="4" width="16" height="16" rx="3"/>'
        '<path d="M8 12.4l2.9 2.9L16.2 9"/>'
    ),
    "door": (
        '<path d="M4 20.5V3.5h11v17M2.5 20.5h19M15 5.5l5-1.6v16.6"/>'
        '<path d="M11.6 12v.01"/>'
    ),
    "camera": (
        '<path d="M2.5 7h4.5l2-3h6l2 3h4.5v12.5h-19z"/>'
        '<circle cx="12" cy="13" r="3.8"/>'
    ),
    "very_satisfied": (
        _RING + '<path d="M7.2 10c.5-1.3 2.2-1.3 2.7 0M14.1 10c.5-1.3 2.2-1.3'
        ' 2.7 0"/><path d="M7 13.6h10c-.6 5-9.4 5-10 0z"/>'
    ),
    "satisfied": _RING + _EYES + '<path d="M7.6 14.2c2 3.2 6.8 3.2 8.8 0"/>',
    "mostly_satisfied": _RING + _EYES + '<path d="M8.2 15.2h7.6"/>',
    "dissatisfied": _RING + _EYES + '<path d="M7.8 16.6c2-2.8 6.4-2.8 8.4 0"/>',
    "very_dissatisfied": (
        _RING + _EYES + '<path d="M7.4 17.2c2-4 7.2-4 9.2 0z"/>'
        '<path d="M6.6 6.7l3 1.3M17.4 6.7l-3 1.3"/>'
    ),
}


def draw_icon(painter: QPainter, name: str, box: QRectF, colour: str) -> None:
    """Draw an icon.

    Args:
        painter: A painter on the widget, in window pixels.
        name: One of `ICONS`.
        box: The square that the grid of 24 × 24 fills.
        colour: `#RRGGBB`.
    """
    picture = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none"'
        f' stroke="{colour}" stroke-width="1.7" stroke-linecap="round"'
        f' stroke-linejoin="round">{ICONS[name]}</svg>'
    )
    QSvgRenderer(QByteArray(picture.encode())).render(painter, box)
