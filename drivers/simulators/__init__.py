"""Devices' ends of the wire: processes of their own, with faults to switch on."""
