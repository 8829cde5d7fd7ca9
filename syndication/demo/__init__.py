"""The demonstration room: a portal that publishes as time goes by, every channel's sandbox, and an instance set for them."""
