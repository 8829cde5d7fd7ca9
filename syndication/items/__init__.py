"""The identity of a thing told, its immutable numbered contents, and its pictures."""
