"""The pure state machine: events in, actions out; no I/O, no clock, no Qt."""
