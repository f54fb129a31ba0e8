"""Settings, device profiles and service items, and the loader that checks them."""
