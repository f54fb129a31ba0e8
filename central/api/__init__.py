"""Central over HTTP: the contract's paths under `/v1`, and what surrounds them."""
