"""The screens: each is a function of the View."""
