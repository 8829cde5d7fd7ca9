"""Connect an account: send a person to the platform, take its answer, let them choose, and keep what they were given.

Nothing that could be used by somebody else is ever handed out: the state goes to the platform and comes back, everything
else waits encrypted in a Consent row until it is taken, once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone

from channels.channel import Health
from channels.consent import Asking, Choice
from channels.errors import AccountBroken
from formatters.sentence import Sentence
from scheduler import consents, ledger
from scheduler.access import open_wire, settled_settings
from scheduler.models import Account, Consent
from scheduler.vault import AccountVault
from syndication.desk import accounts, cannot, grant, watch
from syndication.desk.cannot import CannotConnect
from syndication.desk.health import is_broken

KEYBOARD = "cli:"  # how the names begin of those who type commands
TRIES = 3


@dataclass(frozen=True, slots=True)
class Begun:
    """The person's browser must go to `url`. `state` is what comes back with the answer."""

    url: str = field(repr=False)
    state: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Chooseable:
    """There are several: `row` holds them until one is chosen. The choices have no secrets here."""

    row: Consent
    account: Account
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Connected:
    """It is connected. `health` is what the channel said of it then, `released` how many held deliveries go on."""

    account: Account
    choice: Choice  # without its secrets
    health: Health
    resumed: bool = False
    released: int = 0


def redirect_address() -> str:
    """Where platforms send people back to; it must be entered at the platform as this app's."""
    return f"{settings.SYNDICATION_BASE_URL}/accounts/connected/"


def begin(account: Account, *, who: str, now: datetime) -> Begun:
    """Where the person must go to consent. Unsupported when the channel has no consent; its errors otherwise."""
    consent, state = account.manifest.load_consent(), consents.new_state()
    redirect = redirect_address()
    asked = consent.ask(_asking(account, redirect, now), state)
    content = {"stage": "asked", "kept": dict(asked.kept), "redirect": redirect}
    consents.keep(account, content, state=state, who=who, now=now)
    return Begun(asked.url, state)


def finish(
    answer: Mapping[str, str], *, who: str, now: datetime, account: Account | None = None
) -> Connected | Chooseable:
    """Use the platform's answer (the query of the redirect). It is used up, whatever comes of it.

    With `account` the answer was pasted by hand: it may then lack the state, which some platforms do not give back.
    CannotConnect says what is wrong; the channel's errors come through.
    """
    row = _row_of(answer, account, who, now)
    if row is None or (account is not None and row.account_id != account.pk):
        raise CannotConnect(cannot.UNKNOWN)
    if row.who != who:
        raise CannotConnect(cannot.AT_THE_KEYBOARD if row.who.startswith(KEYBOARD) else cannot.SOMEBODY_ELSE)
    if not consents.take(row):
        raise CannotConnect(cannot.UNKNOWN)
    if consents.is_late(row, now):
        raise CannotConnect(cannot.LATE)
    if refusal := cannot.refusal(answer):
        raise CannotConnect(refusal)
    held = consents.read(row)
    if held.get("stage") != "asked":
        raise CannotConnect(cannot.UNKNOWN)
    return _redeem(row.account, held["redirect"], held["kept"], answer, who, now)


def paste(account: Account, fields: Mapping[str, str], *, who: str, now: datetime) -> Connected | Chooseable:
    """Connect with secrets that were pasted by hand. ValueError names one that the channel does not have, or lacks."""
    manifest = account.manifest
    given = {name: value.strip() for name, value in fields.items() if value.strip()}
    for name in given:
        if name not in manifest.pasted:
            raise ValueError(
                f"{manifest.kind} takes no pasted {name!r}; it takes {', '.join(manifest.pasted) or 'none'}"
            )
    if not given:
        raise CannotConnect(cannot.NOTHING)
    if manifest.consent:
        return _redeem(account, redirect_address(), {}, given, who, now)
    return _connect(account, Choice("", account.name, secrets=given), "", who, now)


def choose(row: Consent, chosen: str, *, who: str, now: datetime) -> Connected:
    """Connect the one that was chosen among several. CannotConnect when it is none of them, or somebody was faster."""
    if row.who != who or consents.is_late(row, now):
        raise CannotConnect(cannot.LATE)
    held = consents.read(row)
    for entry in held.get("choices", ()):
        if entry["id"] == chosen:
            return _connect(row.account, _choice(entry), held["owner"], who, now, row=row)
    raise CannotConnect(cannot.no_choice(chosen, [entry["id"] for entry in held.get("choices", ())]))


def choices_of(row: Consent) -> Chooseable:
    """What can be chosen, for a page or a list."""
    found = [_choice(entry) for entry in consents.read(row).get("choices", ())]
    return Chooseable(row, row.account, tuple(_shown(choice) for choice in found))


def waiting_choice(account: Account, *, who: str, now: datetime) -> Consent | None:
    """The choice that this person has not made yet for this account."""
    return consents.newest(account, who=who, now=now, stage="choose")


def _row_of(answer: Mapping[str, str], account: Account | None, who: str, now: datetime) -> Consent | None:
    if answer.get("state"):
        return consents.by_state(answer["state"])
    return consents.newest(account, who=who, now=now, stage="asked") if account is not None else None


def _asking(account: Account, redirect: str, now: datetime) -> Asking:
    fitting = settled_settings(account)
    try:
        secrets = dict(AccountVault(account.pk).read())
    except AccountBroken:  # no key of ours opens them any more: connecting anew is the way out
        secrets = {}
    return Asking(fitting, secrets, open_wire(float(fitting["timeout_seconds"])), now, redirect)


def _redeem(
    account: Account, redirect: str, kept: Mapping[str, str], answer: Mapping[str, str], who: str, now: datetime
) -> Connected | Chooseable:
    granted = account.manifest.load_consent().redeem(_asking(account, redirect, now), kept, answer)
    if not granted.choices:
        raise CannotConnect(cannot.NO_CHOICES)
    if len(granted.choices) == 1:
        return _connect(account, granted.choices[0], granted.owner, who, now)
    content = {"stage": "choose", "choices": [_entry(choice) for choice in granted.choices], "owner": granted.owner}
    return choices_of(consents.keep(account, content, who=who, now=now))


def _connect(
    account: Account, choice: Choice, owner: str, who: str, now: datetime, *, row: Consent | None = None
) -> Connected:
    """Keep it, ask the channel how the account is now, and let go what waited only because it had been broken."""
    grant.keep(account, choice, owner, now=now, row=row)
    account.refresh_from_db()
    try:
        health = accounts.check(account)
    except (ValueError, OSError) as error:
        health = Health(ok=False, say=Sentence(str(error), str(error)))
    resumed, released = health.ok and is_broken(account), 0
    for turn in range(TRIES if resumed else 0):
        try:
            released = accounts.resume(account, who=who, now=timezone.now())
            break
        except ledger.Conflict:
            if turn == TRIES - 1:
                resumed = False
    account.refresh_from_db()
    watch.look(account, now=timezone.now())
    return Connected(account, _shown(choice), health, resumed, released)


def _shown(choice: Choice) -> Choice:
    return Choice(choice.id, choice.label, choice.settings, {}, choice.granted, choice.missing)


def _entry(choice: Choice) -> dict[str, Any]:
    return {**asdict(choice), "settings": dict(choice.settings), "secrets": dict(choice.secrets)}


def _choice(entry: Mapping[str, Any]) -> Choice:
    return Choice(
        entry["id"],
        entry["label"],
        entry["settings"],
        entry["secrets"],
        tuple(entry["granted"]),
        tuple(entry["missing"]),
    )
