"""The departments' systems that answer a citizen's question."""
