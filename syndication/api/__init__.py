"""The machines' door: what other programs call. Nobody signs in here; each address proves by itself that it may be called."""
