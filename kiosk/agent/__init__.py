"""The process without a screen: sends, refreshes and reports for the terminal."""
