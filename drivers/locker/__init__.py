"""Cabinets of cells (格口): a file for each protocol that opens their locks."""
