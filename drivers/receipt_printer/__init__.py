"""Printers of receipts."""
