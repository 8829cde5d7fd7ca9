"""What every channel must do, whichever it is: one suite of facts, inherited by `tests/channels/<kind>/test_contract.py`."""
