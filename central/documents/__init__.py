"""Documents (certificates): made with typst, signed twice, and checked again.

The PDF carries a signature with P-256 over every byte of it; the QR code on the paper
one with Ed25519 over what it says (`contract.verification`).
"""
