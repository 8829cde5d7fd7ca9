"""A stand-in for every platform on one real HTTP server: stateful, with faults to order and a wall that shows what the public would see."""
