"""Where items come from: fetching, reading, and deciding what has come."""
