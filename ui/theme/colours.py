"""The colours of screens.md. Colour never speaks alone: a word and an icon go with it.

Words keep a contrast of at least 7 : 1 on what they stand on (WCAG 2.2, level AAA), of
4.5 : 1 in the moment in which that is pressed; icons, and the edge of whatever can be
pressed, of 3 : 1. `tests/ui` measures all of them.
"""

INK = "#12263A"
QUIET = "#3E4F61"
WHITE = "#FFFFFF"
GROUND = "#F3F6FA"

PRIMARY = "#0B4F9E"
PRIMARY_PRESSED = "#083A75"
PALE = "#E4EEF9"  # chosen things
PALE_PRESSED = "#CFE0F3"

DONE = "#0F5C3A"
PALE_DONE = "#E3F3EA"
STOP = "#9C2118"
PALE_STOP = "#FBE9E7"
NOTICE = "#5C3900"
PALE_NOTICE = "#FFF4DB"

EDGE = "#71869B"  # around what can be pressed
HAIRLINE = "#D5DEE8"  # between things that only stand beside each other
SHADE = "#E9EEF4"  # what is there but cannot be pressed; the cabinet's body
VEIL = "#0A1826"  # over the screen, while the citizen is asked for more time
