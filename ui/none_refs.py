"""Keeps `None` alive where PySide6 lets go of it.

PySide6 6.12.0 is built as if `None` were immortal (PEP 683, Python 3.12): whatever
returns nothing gives back a `None` that it never counted. On Python 3.11 each such call
takes one reference away, and after some thousands of them the interpreter ends with
"none_dealloc: deallocating None". `tests/ui` shows it. This can go as soon as the
pinned PySide6 counts again, or Python 3.11 is left behind.
"""

import ctypes
import sys

# A thousand frames a second of a thousand calls would need 36,000 years.
SPARE = 1 << 60


def keep_none_alive() -> None:
    """Give `None` more references than anything can take away; do so only once.

    Does nothing from Python 3.12 on, where `None` takes no part in counting.
    """
    if sys.version_info >= (3, 12):
        return
    for lost in (None, True):  # every `emit()` loses a True in the same way
        if sys.getrefcount(lost) < SPARE // 2:
            # CPython keeps the count in the first word of every object.
            ctypes.c_ssize_t.from_address(id(lost)).value += SPARE
