"""The operators' page: the state of every terminal, and the last records."""
