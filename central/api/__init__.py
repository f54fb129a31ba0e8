"""The HTTP API: the contract's paths under `/v1`, and the middleware around them."""
