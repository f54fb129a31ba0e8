"""Central's database: tables, migrations, intake exactly once, credentials."""
