"""The reference central service: it serves the contract that terminals use."""
