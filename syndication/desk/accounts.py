"""Accounts: added, changed, paused, resumed, checked; and the mandates that let them be used."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from channels.channel import Health
from channels.errors import AccountBroken, ChannelError
from channels.registry import channel_of
from formatters.sentence import Sentence
from scheduler import blobs, ledger, vault
from scheduler.access import AccountAccess, open_wire
from scheduler.models import Account, Delivery
from scheduler.states import State
from syndication.desk import health, people
from syndication.desk.naming import check_name
from syndication.desk.resolve import release
from syndication.desk.sources import LANGUAGES
from syndication.gate.models import Mandate

LONGEST_DECISION = 100  # characters
LONGEST_SIGNER = 200


def add_account(
    name: str,
    kind: str,
    *,
    settings: Mapping[str, str],
    secrets: Mapping[str, str],
    mode: str = "sandbox",
    owner: str = "",
) -> Account:
    """A new account. ValueError names what is wrong: an unknown kind, setting or secret, or a name that is taken."""
    channel = channel_of(kind)
    check_name(name, "an account")
    if mode not in ("live", "sandbox"):
        raise ValueError(f"the mode is live or sandbox, not {mode!r}")
    if Account.objects.filter(name=name).exists():
        raise ValueError(f"there is an account {name!r} already; change it with: syndication account set {name}")
    settings, secrets = _apart(kind, settings, secrets)
    settled = channel.settle_settings(settings)
    _known_language(settled)
    _known_secrets(kind, secrets)
    _chosen_or_not_yet(kind, settled, secrets)
    _check_owner(owner)
    with transaction.atomic():
        account = Account.objects.create(name=name, channel=kind, mode=mode, settings=dict(settings), owner=owner)
        vault.store(account, secrets)
    account.refresh_from_db()
    return account


def set_account(
    account: Account, *, settings: Mapping[str, str], secrets: Mapping[str, str], mode: str = "", owner: str = ""
) -> Account:
    """Change settings, secrets and the owner; what is not named stays. ValueError as for `add_account`."""
    settings, secrets = _apart(account.channel, settings, secrets)
    changed = {**account.settings, **settings}
    _known_language(account.manifest.settle_settings(changed))
    _known_secrets(account.channel, secrets)
    _check_owner(owner)
    if mode not in ("", "live", "sandbox"):
        raise ValueError(f"the mode is live or sandbox, not {mode!r}")
    with transaction.atomic():
        Account.objects.filter(pk=account.pk).update(
            settings=changed, mode=mode or account.mode, owner=owner or account.owner
        )
        if secrets:
            vault.store(account, {**vault.AccountVault(account.pk).read(), **secrets})
    account.refresh_from_db()
    return account


def _apart(
    kind: str, settings: Mapping[str, str], secrets: Mapping[str, str]
) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """What is kept with the secrets although it is none (when a token ends) may be given as a setting too."""
    beside = {setting.name for setting in channel_of(kind).schema if setting.secret and setting.name.endswith("_at")}
    moved = {name: value for name, value in settings.items() if name in beside}
    return {name: value for name, value in settings.items() if name not in beside}, {**moved, **secrets}


def _chosen_or_not_yet(kind: str, settled: Mapping[str, Any], secrets: Mapping[str, str]) -> None:
    """What comes with connecting may be missing, but not beside the credentials that it belongs to."""
    channel = channel_of(kind)
    for setting in channel.settings:
        if setting.chosen and not settled[setting.name] and set(secrets) & set(channel.pasted):
            raise ValueError(
                f"{kind} needs the setting {setting.name!r}: {setting.help.en} To choose it in a browser instead, leave the "
                f"credentials out and write: syndication account connect"
            )


def _known_secrets(kind: str, secrets: Mapping[str, str]) -> None:
    known = {setting.name for setting in channel_of(kind).schema if setting.secret}
    for name in secrets:
        if name not in known:
            raise ValueError(f"{kind} has no secret {name!r}; it has {', '.join(sorted(known)) or 'none'}")


def _known_language(settled: Mapping[str, Any]) -> None:
    if "language" in settled and settled["language"] not in LANGUAGES:
        raise ValueError(f"the setting 'language' is vi or en, not {settled['language']!r}")


def _check_owner(owner: str) -> None:
    if owner:
        check_name(owner, "an owner", people.MOST_OF_A_NAME)


def pause(account: Account, *, who: str) -> None:
    """Let nothing leave on it. That a person did this is kept with the reason: no reconnecting undoes it."""
    say = Sentence(f"{who} tạm dừng tài khoản.", f"{who} paused the account.")
    with transaction.atomic():
        ledger.pause(account, say)
        Account.objects.filter(pk=account.pk).update(paused_reason={**say.to_json(), "by": who})


def resume(account: Account, *, who: str, now: datetime) -> int:
    """Let it go on, and with it the deliveries that were held because it was broken. How many of those.

    ledger.Conflict when one of them was moved meanwhile: nothing is resumed then.
    """
    with transaction.atomic():
        ledger.resume(account)
        held = Delivery.objects.filter(account=account, state=State.HELD, reason_code="accountbroken")
        return release(list(held), who=who, why="account-resumed", now=now)


def check(account: Account, *, patience: float | None = None, now: datetime | None = None) -> Health:
    """Ask the channel whether the account works, and keep what it found. A channel's errors are in the answer.

    `patience` shortens the wait for one answer, in seconds. Never inside a transaction: this takes the network. ValueError
    when a setting no longer fits its channel.
    """
    access = AccountAccess(account)
    if patience is not None:
        access.wire = open_wire(min(patience, float(access.settings["timeout_seconds"])))
    found: Health | None
    try:
        answer = found = account.manifest.load().check(access)
    except ChannelError as error:
        answer = Health(ok=False, say=error.say, evidence=error.evidence)
        found = answer if isinstance(error, AccountBroken) else None  # else nobody answered, and nothing is known anew
    answer = _with_what_consent_lacked(account, answer)
    health.keep(account, answer if found else None, now=now or timezone.now())
    return answer


def _with_what_consent_lacked(account: Account, answer: Health) -> Health:
    """Some rights are seen only when the consent is given (a person's role on a Page): what lacked then lacks still."""
    lacked = (account.health or {}).get("consent", {}).get("missing", [])
    missing = tuple(dict.fromkeys([*answer.missing, *lacked]))
    return replace(answer, missing=missing, may=tuple(right for right in answer.may if right not in lacked))


def record_mandate(
    *,
    account: Account | None,
    language: str,
    decision: str,
    signed_by: str,
    signed_on: date,
    expires: date | None,
    file: Path | None,
    who: str,
    now: datetime,
) -> tuple[Mandate, int]:
    """Record the leadership's decision (Điều 4), and let go what waited for it. How many of those.

    ValueError when it is for both an account and a language or for neither, or names no decision, signer or language that
    could be one. ledger.Conflict when a delivery was moved meanwhile: nothing is recorded then.
    """
    if (account is None) == (not language):
        raise ValueError("a mandate is for one account or for one language")
    if language and language not in LANGUAGES:
        raise ValueError(f"the language is one of the codes we tell in, {' or '.join(LANGUAGES)}, not {language!r}")
    for what, text, most in (("decision", decision, LONGEST_DECISION), ("signer", signed_by, LONGEST_SIGNER)):
        if not text.strip() or len(text) > most or not text.isprintable():
            raise ValueError(f"a mandate names its {what} in 1 to {most} characters, not {text!a}")
    if expires is not None and expires < signed_on:
        raise ValueError("the mandate expires before it was signed")
    scan = blobs.keep(file.read_bytes()) if file else ""
    with transaction.atomic():
        mandate = Mandate.objects.create(
            account=account,
            language=language,
            decision=decision,
            signed_by=signed_by,
            signed_on=signed_on,
            expires=expires,
            file=scan,
            recorded_by=who,
        )
        held = Delivery.objects.filter(state=State.HELD, reason_code="no-mandate")
        if account is not None:
            held = held.filter(account=account)
        return mandate, release(list(held), who=who, why="mandate-recorded", now=now)
