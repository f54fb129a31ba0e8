"""The colours of screens.md, always accompanied by a word and an icon.

Text has a contrast of at least 7 : 1 to its background (WCAG 2.2, level AAA), and of
4.5 : 1 while that is pressed; icons and the edges of what can be pressed have 3 : 1.
`tests/ui` measures all of them.
"""

INK = "#12263A"
QUIET = "#3E4F61"
WHITE = "#FFFFFF"
GROUND = "#F3F6FA"

PRIMARY = "#0B4F9E"
PRIMARY_PRESSED = "#083A75"
PALE = "#E4EEF9"  # what is chosen
PALE_PRESSED = "#CFE0F3"

DONE = "#0F5C3A"
PALE_DONE = "#E3F3EA"
STOP = "#9C2118"
NOTICE = "#5C3900"
PALE_NOTICE = "#FFF4DB"

EDGE = "#71869B"  # around what can be pressed
HAIRLINE = "#D5DEE8"  # between adjacent things
SHADE = "#E9EEF4"  # what is there but cannot be pressed; the cabinet's body
VEIL = "#0A1826"  # over the screen, while the citizen is asked for more time
