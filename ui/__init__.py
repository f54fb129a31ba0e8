"""The screens: each is a function of the View."""

from ui.none_refs import keep_none_alive

keep_none_alive()  # before anything here calls Qt
