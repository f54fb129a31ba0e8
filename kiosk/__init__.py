"""The terminal: its screen process, its agent and its command line."""

VERSION = "0.1.0"
"""The version of this program, reported in every heartbeat."""
