"""What all tests share."""

import os

# Before Qt is loaded: nothing here needs a display, and none may be taken.
os.environ["QT_QPA_PLATFORM"] = "offscreen"
