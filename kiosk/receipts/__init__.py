"""The content of receipts."""
