"""The terminal's side of the connection to central."""
