"""What a terminal does."""
