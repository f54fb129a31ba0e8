"""Input of keyboard-like scanners: Linux input events to bytes. Pure.

A record is the kernel's `struct input_event` (A): seconds and microseconds (two C
longs), type, code (16 bits each) and value (32 bits); 24 bytes on 64-bit machines. Key
codes are those of `input-event-codes.h` (A).

By default, scanners type like an American keyboard (D). Some press CapsLock around a
text, which inverts the case of its letters, and Tab at its end. A key that writes
nothing here, or a lost event, becomes `DAMAGE`, which is in no text: an incomplete code
must not be mistaken for another one.
"""

import struct

EVENT = struct.Struct("@llHHi")

DAMAGE = b"\0"

_EV_SYN, _EV_KEY = 0x00, 0x01
_SYN_DROPPED = 3  # the reader was too slow, and the kernel discarded events
_RELEASED, _PRESSED = 0, 1  # 2 is the automatic repeat of a held key

_SHIFTS = frozenset({42, 54})
_CAPS_LOCK = 58
_NUM_LOCK = 69  # ignored: here the keypad always writes digits

_ROWS = (
    (15, "\t", "\t"),
    (2, "1234567890-=", "!@#$%^&*()_+"),
    (16, "qwertyuiop[]\r", "QWERTYUIOP{}\r"),
    (30, "asdfghjkl;'`", 'ASDFGHJKL:"~'),
    (43, "\\zxcvbnm,./", "|ZXCVBNM<>?"),
    (57, " ", " "),
    (71, "789-456+1230.", "789-456+1230."),
    (96, "\r", "\r"),
    (98, "/", "/"),
    (55, "*", "*"),
)
"""First key code of a row of keys, their characters, and those with Shift."""

KEYS = {
    first + at: (plain[at].encode(), shifted[at].encode())
    for first, plain, shifted in _ROWS
    for at in range(len(plain))
}
"""Key code to its character, without and with Shift."""


class Typing:
    """Tracks the keys, including Shift and CapsLock, and returns what they write."""

    def __init__(self) -> None:
        self._shifts: set[int] = set()
        self._capitals = False
        self._rest = b""

    def feed(self, received: bytes) -> bytes:
        """Process bytes of the device file; return the typed text, CR for Enter."""
        data = self._rest + received
        whole = len(data) - len(data) % EVENT.size
        self._rest = data[whole:]
        return b"".join(
            self._typed(kind, code, value)
            for _, _, kind, code, value in EVENT.iter_unpack(data[:whole])
        )

    def _typed(self, kind: int, code: int, value: int) -> bytes:
        if (kind, code) == (_EV_SYN, _SYN_DROPPED):
            self._shifts.clear()
            self._capitals = False
            return DAMAGE
        if kind != _EV_KEY:
            return b""
        if code in _SHIFTS:
            if value == _RELEASED:
                self._shifts.discard(code)
            else:
                self._shifts.add(code)
            return b""
        if value != _PRESSED or code == _NUM_LOCK:
            return b""
        if code == _CAPS_LOCK:
            self._capitals = not self._capitals
            return b""
        plain, shifted = KEYS.get(code, (DAMAGE, DAMAGE))
        other = bool(self._shifts) != (self._capitals and plain.isalpha())
        return shifted if other else plain
