"""Input that was made to do harm, each with the time and the memory that it cost: `python -m tests.hostile` prints the table."""
