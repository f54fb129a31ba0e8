"""Helpers that tests share; imported as `support` (see pyproject.toml)."""
