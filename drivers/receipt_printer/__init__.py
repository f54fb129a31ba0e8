"""Printers of receipts: receipts are drawn as dots, and sent by a protocol.

`layout` and `raster` draw, `status` decodes a printer's answers, `connection` transfers
bytes, and `escpos` is the driver.
"""
