"""Displays of a code to scan, or of the amount to pay."""
