"""Films: what one is, what a channel demands of it, and how it is made into that. Files in, files out, never whole in memory."""
