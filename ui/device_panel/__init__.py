"""The demo's device panel: put cards down, pull plugs, open covers, cut the network.

A window of its own in a process of its own, `python -m ui.device_panel`. It knows the
simulators by their control protocol alone: lines of JSON over TCP on loopback.
"""
