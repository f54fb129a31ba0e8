"""Printers of receipts: a receipt is drawn here as dots, and sent by a protocol.

`layout` and `raster` draw, `status` understands what a printer answers, `connection`
carries bytes, and `escpos` is the driver that puts them together.
"""
