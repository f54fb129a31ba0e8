"""What stands on a receipt."""
