"""What is heard of bytes at another speed than they are sent at, 8N1."""

import termios

RATES = {
    getattr(termios, f"B{rate}"): rate
    for rate in (1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200, 230400, 460800)
}
"""The kernel's words for speeds, in bits a second."""

_START, _STOP = 0, 1
_DATA_BITS = 8


def terminal_rate(end: int) -> int | None:
    """The speed that the terminal's program has set at its end of a pty.

    Args:
        end: A descriptor of either end.

    Returns:
        Bits a second; None for one that our devices do not know.
    """
    return RATES.get(termios.tcgetattr(end)[5])


def misheard(data: bytes, sent_at: int, heard_at: int) -> bytes:
    """Sample the line's levels as a UART at another speed does.

    It waits for a level of 0, the start bit, and takes the level in the middle of each
    of its own bits.
    """
    levels = [
        level
        for byte in data
        for level in (_START, *(byte >> bit & 1 for bit in range(_DATA_BITS)), _STOP)
    ]
    step = sent_at / heard_at
    heard = bytearray()
    at = 0.0
    while at < len(levels):
        if levels[int(at)] != _START:
            at = int(at) + 1.0
            continue
        middles = [int(at + (bit + 1.5) * step) for bit in range(_DATA_BITS)]
        bits = [levels[each] if each < len(levels) else _STOP for each in middles]
        heard.append(sum(bit << place for place, bit in enumerate(bits)))
        at += (_DATA_BITS + 2) * step
    return bytes(heard)
