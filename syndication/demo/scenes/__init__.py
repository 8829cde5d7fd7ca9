"""One scene a file: a function from a chance to a finished canvas."""
