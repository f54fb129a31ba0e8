"""Simulated devices: separate processes at the other end of the wire, with faults."""
