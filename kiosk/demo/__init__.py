"""The whole system on one machine, for demonstrations."""
