"""Documents (certificates): drawn with typst, signed twice, and verified.

The PDF carries a P-256 signature over every byte of it; the QR code on the paper
carries an Ed25519 signature over its content (`contract.verification`).
"""
