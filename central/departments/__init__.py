"""The departments behind central: which one handles an item, and how it is queried."""
