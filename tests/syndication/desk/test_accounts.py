"""Accounts as they are added: what must be there, and what may come with connecting."""

from __future__ import annotations

import pytest

from channels.channel import Health
from scheduler.vault import AccountVault
from syndication.desk.accounts import add_account, check
from tests.support.scripted import Script, account, playing

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


def test_when_a_token_ends_may_be_given_as_a_setting_and_is_kept_with_the_secrets() -> None:
    made = add_account(
        "oa", "zalo", settings={"oa_id": "1", "token_expires_at": "2026-11-25T04:00:00+07:00"}, secrets={}
    )
    assert "token_expires_at" not in made.settings
    assert AccountVault(made.pk).read()["token_expires_at"] == "2026-11-25T04:00:00+07:00"


def test_a_right_that_lacked_when_consent_was_given_lacks_in_every_check_after_it() -> None:
    with playing(Script(check=[Health(ok=True, may=("read", "post"))])):
        row = account()
        row.health = {"consent": {"granted": ["read"], "missing": ["post"]}}
        row.save()
        found = check(row)
    assert (found.may, found.missing) == (("read",), ("post",))
    assert row.health["missing"] == ["post"]
