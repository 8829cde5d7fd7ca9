"""Partners: the sites that read our feeds under a key, what each has fetched, a new key, the end of one."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from syndication.console.access import page
from syndication.console.acting import attempt, who
from syndication.desk.people import OPERATORS, may
from syndication.feeds import partners as feeds


@page()
def partners(request: HttpRequest) -> HttpResponse:
    """Every partner with what it has fetched, and how to add one."""
    return _shown(request)


@page("POST", roles=OPERATORS)
def add(request: HttpRequest) -> HttpResponse:
    """A new partner. Its key stands in this one answer, which no cache keeps, and nowhere else."""
    made: list[feeds.Added] = []

    def act() -> None:
        made.append(feeds.add(request.POST.get("name", ""), who=who(request), now=timezone.now()))

    if not attempt(request, act, _("The partner has been added; its key is shown below, this once.")):
        return redirect("partners")
    return _shown(request, made[0])


@page("POST", roles=OPERATORS)
def revoke(request: HttpRequest) -> HttpResponse:
    """End a partner's key."""

    def act() -> None:
        feeds.revoke(request.POST.get("name", ""), who=who(request), now=timezone.now())

    attempt(request, act, _("The key has been revoked: its addresses say so from now on."))
    return redirect("partners")


def _shown(request: HttpRequest, added: feeds.Added | None = None) -> HttpResponse:
    context = {
        "partners": feeds.fetches(),
        "added": added,
        "template": feeds.address(added.key, "…") if added else "",
        "may_change": may(request.user, OPERATORS),
        "longest": feeds.LONGEST_NAME,
    }
    response = render(request, "console/partners.html", context)
    if added:
        response["Cache-Control"] = "no-store"
    return response
