"""The colours of screens.md. Colour never speaks alone: a word and an icon go with it.

Text keeps a contrast of at least 7 : 1 on what it stands on (WCAG 2.2, level AAA);
the edge of whatever can be pressed at least 3 : 1. `tests/ui` measures both.
"""

INK = "#12263A"
QUIET = "#435466"
WHITE = "#FFFFFF"
GROUND = "#F3F6FA"

PRIMARY = "#0B4F9E"
PRIMARY_PRESSED = "#083A75"
PALE = "#E4EEF9"  # chosen things
PALE_PRESSED = "#CFE0F3"

DONE = "#0F5C3A"
PALE_DONE = "#E3F3EA"
STOP = "#A3231A"
PALE_STOP = "#FBE9E7"
NOTICE = "#5C3900"
PALE_NOTICE = "#FFF4DB"

EDGE = "#71869B"  # around what can be pressed
HAIRLINE = "#D5DEE8"  # between things that only stand beside each other
SHADE = "#E9EEF4"  # what is there but cannot be pressed; the cabinet's body
VEIL = "#0A1826"  # over the screen, while the citizen is asked for more time
