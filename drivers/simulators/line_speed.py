"""Bytes as received at another speed than they are sent at, 8N1."""

import termios

RATES = {
    getattr(termios, f"B{rate}"): rate
    for rate in (1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200, 230400, 460800)
}
"""The kernel's constants for speeds, in bits per second."""

_START, _STOP = 0, 1
_DATA_BITS = 8


def terminal_rate(end: int) -> int | None:
    """Return the speed that the terminal's program has set at its end of a pty.

    Args:
        end: A descriptor of either end.

    Returns:
        Bits per second; None for a speed that our devices do not have.
    """
    return RATES.get(termios.tcgetattr(end)[5])


def misheard(data: bytes, sent_at: int, heard_at: int) -> bytes:
    """Return the bytes that a UART at another speed receives.

    It waits for a level of 0, the start bit, and samples the level in the middle of
    each of its own bits.
    """
    levels = [
        level
        for byte in data
        for level in (_START, *(byte >> bit & 1 for bit in range(_DATA_BITS)), _STOP)
    ]
    step = sent_at / heard_at
    received = bytearray()
    at = 0.0
    while at < len(levels):
        if levels[int(at)] != _START:
            at = int(at) + 1.0
            continue
        middles = [int(at + (bit + 1.5) * step) for bit in range(_DATA_BITS)]
        bits = [levels[each] if each < len(levels) else _STOP for each in middles]
        received.append(sum(bit << place for place, bit in enumerate(bits)))
        at += (_DATA_BITS + 2) * step
    return bytes(received)
