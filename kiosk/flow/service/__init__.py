"""The service mode: clerks load documents into cells and take them back.

Pure, like all of `kiosk.flow`. Its state is separate from a visit's, and no visit runs
meanwhile. The machine calls `session`; each other module is one screen, except `base`,
which they share.
"""
