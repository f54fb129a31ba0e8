"""Carries out the actions of the state machine, and returns events to it."""
