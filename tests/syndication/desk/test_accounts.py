"""Accounts as they are added: what must be there, and what may come with connecting."""

from __future__ import annotations

import pytest

from syndication.desk.accounts import add_account, check

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("kind", "secret"), [("facebook", "access_token"), ("zalo", "access_token")])
def test_a_page_that_is_chosen_later_may_be_left_out_but_not_beside_its_token(kind: str, secret: str) -> None:
    with pytest.raises(ValueError, match=r"needs the setting '(page|oa)_id'.*account connect"):
        add_account("with-token", kind, settings={}, secrets={secret: "x"})
    made = add_account("to-connect", kind, settings={"app_id": "1"}, secrets={"app_secret": "s"})
    health = check(made)
    assert not health.ok
    assert health.say is not None
    assert health.say.vi
