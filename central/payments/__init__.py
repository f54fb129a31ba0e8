"""Money: payments as a state machine, and the providers that they go through."""
