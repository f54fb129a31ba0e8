"""Commands for a technician at the cabinet."""
