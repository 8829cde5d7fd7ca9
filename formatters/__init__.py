"""How a story is told: plain values in, plain values out. No network, no clock, no Django."""
