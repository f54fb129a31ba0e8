"""Performs the state machine's actions and returns events to it."""
