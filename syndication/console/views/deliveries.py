"""Deliveries: where each stands, what was tried, and a person's decision on those that are held."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from formatters.sentence import Sentence
from scheduler import broadcast
from scheduler.models import Delivery
from scheduler.states import RELEASES, State
from scheduler.waits import waits
from syndication.console import words
from syndication.console.access import page
from syndication.console.acting import attempt, reader, who
from syndication.console.preview import delivered, pictures_of
from syndication.console.views.inbox import HEAVY, known
from syndication.desk.people import APPROVERS, EDITORS, OPERATORS, may
from syndication.desk.resolve import CannotResolve
from syndication.desk.resolve import resolve as desk_resolve
from syndication.items.models import Item

A_PAGE = 50
NO_REASON = Sentence(
    "Hãy ghi lý do: quyết định được lưu cùng lý do.", "Say why: a decision is recorded with its reason."
)


@page()
def deliveries(request: HttpRequest) -> HttpResponse:
    """Every delivery, newest first, filtered by `state`."""
    wanted, unheard = known(request.GET.get("state", ""), words.STATES)
    rows = Delivery.objects.select_related("account").defer(*HEAVY).annotate(tries_made=Count("attempts"))
    if wanted:
        rows = rows.filter(state=wanted)
    counts = dict(Delivery.objects.values_list("state").annotate(Count("pk")))
    shown = Paginator(rows.order_by("-pk"), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": shown,
        "waits": waits(list(shown), timezone.now()),
        "wanted": wanted,
        "unheard": unheard,
        "states": [(code, word, counts[code]) for code, word in words.STATES.items() if code in counts],
        "total": sum(counts.values()),
    }
    return render(request, "console/deliveries.html", context)


@page()
def delivery(request: HttpRequest, pk: int) -> HttpResponse:
    """One delivery with all of its evidence."""
    row = get_object_or_404(Delivery.objects.select_related("account"), pk=pk)
    item = Item.objects.filter(pk=row.item).first()
    context = {
        "delivery": row,
        "waits": waits([row], timezone.now()),
        "item": item,
        "panel": delivered(row, pictures_of(item) if item else {}, reader(request)),
        "may_plan": item is not None and may(request.user, EDITORS),
        "may_approve": item is not None and may(request.user, APPROVERS),
        "attempts": row.attempts.order_by("-pk"),
        "events": row.events.order_by("-version"),
        "choices": [(code, words.state(code)) for code in _choices(row)],
        "may_push": may(request.user, APPROVERS) and broadcast.possible(row),
        "may_resolve": may(request.user, OPERATORS),
    }
    return render(request, "console/delivery.html", context)


def _choices(row: Delivery) -> list[State]:
    if row.state != State.HELD or not row.held_from:
        return []
    return sorted(RELEASES.get(State(row.held_from), frozenset()))


@page("POST", roles=OPERATORS)
def resolve(request: HttpRequest, pk: int) -> HttpResponse:
    """A person's decision on a held delivery, with the reason it is recorded under."""
    row = get_object_or_404(Delivery.objects.select_related("account"), pk=pk)
    reason = request.POST.get("reason", "").strip()

    def act() -> None:
        if not reason:
            raise CannotResolve(NO_REASON)
        desk_resolve(row, request.POST.get("as", ""), reason=reason, who=who(request), now=timezone.now())

    attempt(request, act, _("Your decision is recorded."))
    return redirect("delivery", pk=pk)
