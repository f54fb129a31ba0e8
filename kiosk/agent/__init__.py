"""The terminal's background process: sends, refreshes and reports."""
