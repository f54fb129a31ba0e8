"""Printers of A4 documents.

`message` is the codec of IPP, `client` asks over HTTP, `reasons` understands what a
printer says about itself, `service` is a queue of CUPS and its printer, and `ipp` is
the driver that follows each job to its end.
"""
