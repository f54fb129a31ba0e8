"""The screens: each is a function of the View.

PySide6 replaces `builtins.__import__` to look into every import that follows, for the
sake of `from __feature__ import …`, which nothing here uses. It is put back at once:
it costs every later import of the process.
"""

import builtins

_plain_import = builtins.__import__
import PySide6.QtCore  # noqa: E402, F401 - between the two

builtins.__import__ = _plain_import
