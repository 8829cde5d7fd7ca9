"""The operator's door: the command `syndication`."""
