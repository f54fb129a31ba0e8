"""The terminal's encrypted SQLite database: outbox, journal, manifest and more."""
