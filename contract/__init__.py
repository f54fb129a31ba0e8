"""The contract between terminal and central: pure models and checks, no I/O."""

VERSION = "1"
"""Version of the contract; part of every path (`/v1/…`)."""
