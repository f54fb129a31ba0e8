"""`python -m kiosk doctor`: whether the whole terminal is ready to serve.

It checks everything and changes nothing: no cache and no key is made, and nothing is
sent that central stores.
"""

from kiosk.technician.doctor.report import run, without_settings

__all__ = ["run", "without_settings"]
