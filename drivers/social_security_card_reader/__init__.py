"""Readers of social-security cards."""
