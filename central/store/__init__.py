"""Central's database: tables, migrations, exactly-once intake, credentials."""
