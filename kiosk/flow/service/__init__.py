"""The service mode: a clerk puts documents into cells, and takes them back.

Pure, as all of `kiosk.flow`. It has a state of its own beside a visit's, and no visit
runs meanwhile. `session` is what the machine calls; each other module is one screen,
and `base` what they have in common.
"""
