"""What the terminal and central must agree on: pure models and checks, no I/O."""

VERSION = "1"
"""Of the contract; part of every path (`/v1/…`)."""
