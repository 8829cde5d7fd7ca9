"""Films at the desk: looked at in a process apart, and made ready for the channels that take them otherwise."""
