"""Printers of A4 documents.

`message` is the codec of IPP, `client` sends requests over HTTP, `reasons` interprets a
printer's status, `print_service` is a CUPS queue and its printer, and `ipp` is the
driver that monitors each job to its end.
"""
