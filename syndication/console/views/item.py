"""One item: what it says, what the gate found, and how every channel shows it, side by side."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from formatters.films.names import described
from scheduler.models import Delivery
from scheduler.waits import waits
from syndication.console import words
from syndication.console.access import page
from syndication.console.acting import reader
from syndication.console.preview import panels
from syndication.desk.complete import want
from syndication.desk.people import APPROVERS, EDITORS, may
from syndication.gate.models import Verdict
from syndication.items.behind import behind
from syndication.items.models import Item
from syndication.items.story import story_of


@page()
def item(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole item. What may be pressed depends on the reader's role; the server asks again."""
    row = get_object_or_404(Item, pk=pk)
    verdicts = {verdict.revision: verdict for verdict in Verdict.objects.filter(item=pk)}
    revisions = list(row.revisions.order_by("-number"))
    if revisions:
        want(row, now=timezone.now())
    shown = panels(row, reader(request))
    film = story_of(row, revisions[0]).film if revisions else None
    context = {
        "item": row,
        "film": described(film.facts) if film and film.facts else "",
        "title": revisions[0].title if revisions else row.identifier,
        "revisions": [(revision, verdicts.get(revision.number)) for revision in revisions],
        "behind": behind([pk]).get(pk),
        "panels": shown,
        "waits": waits([panel.delivery for panel in shown if panel.delivery], timezone.now()),
        "awaiting": [panel for panel in shown if panel.asks],
        "may_plan": may(request.user, EDITORS),
        "may_approve": may(request.user, APPROVERS),
        "labels": list(words.LABELS.items()),
        "now": timezone.now(),
    }
    return render(request, "console/item.html", context)


@page()
def states(request: HttpRequest, pk: int) -> HttpResponse:
    """Where each delivery of the item stands now: the part of its page that is refreshed by itself."""
    rows = Delivery.objects.filter(item=pk).select_related("account").order_by("account__name", "pk")
    context = {"deliveries": rows, "item_id": pk, "waits": waits(list(rows), timezone.now())}
    return render(request, "console/states.html", context)
