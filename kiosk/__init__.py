"""What a terminal does."""

VERSION = "0.1.0"
"""Of this program; stands in every heartbeat."""
