"""Freezes: hold everything or one topic, see what is held, let it go on."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from syndication.console.access import page
from syndication.console.acting import attempt, who
from syndication.desk import freeze as desk
from syndication.desk.people import APPROVERS, may
from syndication.gate import freezes
from syndication.gate.models import Freeze
from syndication.items.models import Item

A_FEW = 10  # freezes of the past that are shown


@page()
def freeze(request: HttpRequest) -> HttpResponse:
    """What is frozen now, what that holds, and how to change it."""
    context = {
        "standing": freezes.standing(),
        "ended": Freeze.objects.exclude(ended_at=None).order_by("-ended_at")[:A_FEW],
        "held": desk.held_ones(),
        "topics": Item.objects.exclude(category="").order_by("category").values_list("category", flat=True).distinct(),
        "may_freeze": may(request.user, APPROVERS),
    }
    return render(request, "console/freeze.html", context)


@page("POST", roles=APPROVERS)
def begin(request: HttpRequest) -> HttpResponse:
    """Hold it."""
    topic, reason = request.POST.get("topic", ""), request.POST.get("reason", "")

    def act() -> None:
        desk.freeze(topic, reason, who=who(request), now=timezone.now())

    attempt(request, act, _("It is frozen: nothing of it leaves until somebody ends it."))
    return redirect("freeze")


@page("POST", roles=APPROVERS)
def end(request: HttpRequest) -> HttpResponse:
    """Let it go on; what was held asks for its approvals again."""
    topic, reason = request.POST.get("topic", ""), request.POST.get("reason", "")

    def act() -> None:
        desk.resume(topic, reason, who=who(request), now=timezone.now())

    attempt(request, act, _("The freeze has ended; what it held asks for approval again."))
    return redirect("freeze")
