"""A citizen's cases: what is due to whom, and what has become of it."""
