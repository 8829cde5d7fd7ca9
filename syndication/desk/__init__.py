"""One verb a file: every door and every timer calls these, and nobody else calls the writers below."""
