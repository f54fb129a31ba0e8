"""The departments behind central: who answers for an item, and how they are asked."""
