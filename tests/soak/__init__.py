"""The whole pipeline under faults chosen at random from a printed seed; at its end the ledger is compared with every sandbox."""
