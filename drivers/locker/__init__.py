"""Cabinets of cells (格口): one file for each protocol."""
