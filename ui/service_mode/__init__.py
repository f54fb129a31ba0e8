"""The screens of the service mode: a clerk at the cells."""
