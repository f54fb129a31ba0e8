"""Where a citizen sees a code to scan, or the amount to pay."""
