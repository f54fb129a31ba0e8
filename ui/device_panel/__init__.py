"""The demonstration's device panel: put cards down, pull plugs, open covers, cut lines.

It is a window of its own in a process of its own, `python -m ui.device_panel`. It
depends on the simulators' control protocol only: lines of JSON over TCP on loopback.
"""
