"""Central's database."""
