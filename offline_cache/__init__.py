"""The terminal's encrypted SQLite file: outbox, electronic journal, status."""
