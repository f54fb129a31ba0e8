"""Invented people and their data, for demonstration settings only."""
