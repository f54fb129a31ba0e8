"""Device drivers: one package for each role, one file for each protocol."""
