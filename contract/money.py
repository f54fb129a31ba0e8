"""Amounts in fen, formatted in yuan."""


def yuan(fen: int) -> str:
    """Return `1,234.50` for 123450 fen, `-0.05` for -5."""
    sign = "-" if fen < 0 else ""
    return f"{sign}{abs(fen) // 100:,}.{abs(fen) % 100:02}"


def plain_yuan(fen: int) -> str:
    """Return `1234.50` for 123450 fen, the format for machines and typed input."""
    return yuan(fen).replace(",", "")
