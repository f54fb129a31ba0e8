"""Payments: their state machine, and the payment providers."""
