"""The reference central service, and the contract that both ends agree on."""
