"""What every channel must do, whichever it is: one suite of facts, inherited by `tests/channels/<kind>/test_contract.py`."""

import pytest

pytest.register_assert_rewrite(
    *(f"{__name__}.{part}" for part in ("telling", "trouble", "lost", "delivered", "secret"))
)
