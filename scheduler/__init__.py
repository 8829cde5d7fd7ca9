"""When, how often, and what came of it."""
