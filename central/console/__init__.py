"""The operators' page: every terminal at a glance, and the last records."""
