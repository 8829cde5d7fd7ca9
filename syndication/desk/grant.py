"""What a person was given at a platform, kept with the account: settings, secrets and who they are, all of it or none."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from channels.consent import Choice
from channels.errors import AccountBroken
from scheduler import consents, vault
from scheduler.models import Account, Consent, Delivery
from syndication.desk import cannot
from syndication.desk.cannot import CannotConnect

LONGEST_NAME = 300  # characters


@transaction.atomic
def keep(account: Account, choice: Choice, owner: str, *, now: datetime, row: Consent | None = None) -> None:
    """Give the account what was chosen, and use up `row`, which held it.

    CannotConnect when `row` was used meanwhile, or when it would make another place of an account that has published.
    ValueError when the channel does not take its own settings; which secrets it keeps besides those of its manifest is its own
    affair.
    """
    if row is not None and not consents.take(row):
        raise CannotConnect(cannot.UNKNOWN)
    fresh = Account.objects.select_for_update().get(pk=account.pk)
    if _moves(fresh, choice):
        raise CannotConnect(cannot.OTHER_PLACE)
    changed = {**fresh.settings, **choice.settings}
    fresh.manifest.settle_settings(changed)
    try:
        secrets = dict(vault.AccountVault(account.pk).read())
    except AccountBroken:  # what no key of ours opens is replaced
        secrets = {}
    vault.store(account, {**secrets, **choice.secrets})
    consent = {"granted": list(choice.granted), "missing": list(choice.missing)}
    Account.objects.filter(pk=account.pk).update(
        settings=changed,
        connected_as=(owner or choice.label)[:LONGEST_NAME],
        connected_at=now,
        health={**fresh.health, "consent": consent},
    )


def _moves(account: Account, choice: Choice) -> bool:
    """Whether another page, account or channel would take the place of the one on which there are objects of ours."""
    others = any(
        name.endswith("_id") and account.settings.get(name) not in (None, "", value)
        for name, value in choice.settings.items()
    )
    return others and Delivery.objects.filter(account=account).exclude(remote_id="").exists()
