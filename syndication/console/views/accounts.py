"""Accounts: what each may do, whether it works, and letting it rest."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from channels import registry
from channels.channel import Ending, Health
from formatters.sentence import Sentence
from scheduler import ledger
from scheduler.models import Account
from scheduler.ports import Clearance, May
from syndication.console.access import page
from syndication.console.acting import taken, who
from syndication.console.language import told
from syndication.console.templatetags.console import in_text
from syndication.desk import accounts as desk
from syndication.desk.health import endings_of, warnings_of, why_unwell
from syndication.desk.people import OPERATORS, may
from syndication.gate.clearance import mandated
from syndication.gate.models import Mandate

VERBS = ("find", "revise", "retract", "broadcast")
SOON = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Card:
    """One account as the page shows it. Settings that the channel calls secret, or does not know, are not among them."""

    account: Account
    settings: list[tuple[str, Any, Sentence]]
    can: list[tuple[str, bool, Sentence | None]]
    has_secrets: bool
    clearance: Clearance
    mandates: list[Mandate]

    @property
    def connects(self) -> bool:
        """Whether a person can connect it, by consent or by pasting."""
        return bool(self.account.manifest.consent or self.account.manifest.pasted)

    @property
    def endings(self) -> list[tuple[Ending, bool]]:
        """What of it ends, soonest first, and whether that is soon."""
        soon = timezone.now() + SOON
        return [(ending, ending.at <= soon) for ending in endings_of(self.account)]

    @property
    def rights(self) -> list[tuple[str, bool]]:
        """What it needs by the platform's own names, and whether that was granted."""
        health, consent = self.account.health, self.account.health.get("consent", {})
        missing = dict.fromkeys([*health.get("missing", []), *([] if health.get("ok") else consent.get("missing", []))])
        granted = dict.fromkeys([*health.get("may", []), *consent.get("granted", [])])
        return [(name, True) for name in granted if name not in missing] + [(name, False) for name in missing]

    @property
    def unwell(self) -> Sentence | None:
        """Why it does not work, when that is known."""
        return why_unwell(self.account)

    @property
    def warnings(self) -> list[Sentence]:
        """What does not stop it yet."""
        return warnings_of(self.account)

    @property
    def mandated(self) -> bool:
        """Whether it may be used."""
        return self.clearance.may is May.GO


@page()
def accounts(request: HttpRequest) -> HttpResponse:
    """Every account."""
    rows = Account.objects.order_by("channel", "name").defer("secrets")
    context = {
        "cards": [_card(row) for row in rows if row.channel in registry.all_channels()],
        "may_operate": may(request.user, OPERATORS),
    }
    return render(request, "console/accounts.html", context)


@page()
def account(request: HttpRequest, pk: int) -> HttpResponse:
    """One account: who is answerable for it, as whom it is connected, what was granted against what is needed, what ends."""
    row = get_object_or_404(Account.objects.defer("secrets"), pk=pk)
    if row.channel not in registry.all_channels():
        raise Http404
    secrets = {setting.name: setting for setting in row.manifest.schema if setting.secret}
    context = {
        "card": _card(row),
        "account": row,
        "pasted": [secrets[name] for name in row.manifest.pasted if name in secrets],
        "may_operate": may(request.user, OPERATORS),
    }
    return render(request, "console/account.html", context)


@page("POST", roles=OPERATORS)
def owner(request: HttpRequest, pk: int) -> HttpResponse:
    """Who is answerable for it."""
    row = get_object_or_404(Account, pk=pk)
    named = request.POST.get("owner", "").strip()
    try:
        if not named:
            raise ValueError(_("Name the person who is answerable for this account."))
        desk.set_account(row, settings={}, secrets={}, owner=named)
    except ValueError as error:
        messages.error(request, str(error))
    else:
        said = _("%(person)s is now answerable for %(account)s.") % {"person": named, "account": row.name}
        messages.success(request, said)
    return redirect("account", pk=pk)


def _card(account: Account) -> Card:
    manifest = account.manifest
    open_ones = [setting for setting in manifest.schema if not setting.secret]
    return Card(
        account=account,
        settings=[
            (setting.name, account.settings.get(setting.name, setting.default), setting.help) for setting in open_ones
        ],
        can=[(verb, bool(getattr(manifest.can, verb)), manifest.can.why.get(verb)) for verb in VERBS],
        has_secrets=any(setting.secret for setting in manifest.schema),
        clearance=mandated(account, account.language),
        mandates=list(account.mandates.order_by("-signed_on")),
    )


@page("POST", roles=OPERATORS)
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask the channel whether the account works, and say what it answered."""
    account = get_object_or_404(Account, pk=pk)
    try:
        health = desk.check(account)
    except (ValueError, OSError) as error:  # a setting that no longer fits its channel
        health = Health(ok=False, say=Sentence(str(error), str(error)))
    (messages.success if health.ok else messages.error)(request, f"{account.name}: {_in_words(health)}")
    return redirect("account", pk=pk) if "alone" in request.POST else redirect("accounts")


def _in_words(health: Health) -> str:
    said = [told(health.say)] if health.say else [_("It works.") if health.ok else _("It does not work.")]
    if health.name:
        said.append(_("Signed in as %(name)s.") % {"name": health.name})
    if health.may:
        said.append(_("It may: %(what)s.") % {"what": ", ".join(health.may)})
    if health.missing:
        said.append(_("It lacks: %(what)s.") % {"what": ", ".join(health.missing)})
    if health.expires_at:
        said.append(_("That ends at %(when)s.") % {"when": in_text(health.expires_at)})
    return " ".join(said)


@page("POST", roles=OPERATORS)
def pause(request: HttpRequest, pk: int) -> HttpResponse:
    """Let nothing leave on it."""
    account = get_object_or_404(Account, pk=pk)
    desk.pause(account, who=who(request))
    messages.success(request, _("%(account)s is paused: nothing leaves on it.") % {"account": account.name})
    return redirect("accounts")


@page("POST", roles=OPERATORS)
def resume(request: HttpRequest, pk: int) -> HttpResponse:
    """Let it go on, and with it what was held because it was broken."""
    account = get_object_or_404(Account, pk=pk)
    try:
        released = desk.resume(account, who=who(request), now=timezone.now())
    except ledger.Conflict:
        taken(request)
        return redirect("accounts")
    said = ngettext(
        "%(account)s goes on; %(count)s held delivery is released.",
        "%(account)s goes on; %(count)s held deliveries are released.",
        released,
    )
    messages.success(request, said % {"account": account.name, "count": released})
    return redirect("accounts")
