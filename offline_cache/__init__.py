"""The terminal's encrypted SQLite file: what waits, what happened, what lies here."""
