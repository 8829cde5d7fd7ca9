"""Feeds out: a view of what the ledger holds live, rendered once, stored as bytes, served many times."""
