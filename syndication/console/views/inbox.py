"""The inbox: items newest first, where each of them stands, and on top what waits for a person."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Collection
from typing import Any

from django.core.paginator import Paginator
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from scheduler.models import Delivery
from scheduler.states import State
from syndication.console import trouble, words
from syndication.console.access import page
from syndication.console.preview import awaiting
from syndication.items.behind import behind
from syndication.items.models import Item, Revision

A_PAGE, ON_TOP = 25, 8
AWAITING = "awaiting"
FILTERS = frozenset({AWAITING, *State, *(f"item-{state}" for state in words.ITEM_STATES)})
HEAVY = ("coming", "shown", "memo", "handle", "receipt")


@page()
def inbox(request: HttpRequest) -> HttpResponse:
    """Filtered by `state` (of the item, of a delivery, or awaiting approval) and searched by `q` in titles."""
    wanted, unheard = known(request.GET.get("state", ""), FILTERS)
    query = request.GET.get("q", "").strip()
    waiting = awaiting()
    found = _filtered(_titled(), wanted, query)
    shown = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    # What waits comes first, but only while nothing else was asked for.
    first = _titled().filter(pk__in=waiting.values("item")) if not (wanted or query) and shown.number == 1 else None
    top = list(first[:ON_TOP]) if first is not None else []
    stand = _deliveries([*top, *shown])
    late = behind([item.pk for item in (*top, *shown) if item.twin_id])
    context = {
        "page": shown,
        "rows": [(item, stand[item.pk]) for item in shown],
        "top": [(item, stand[item.pk]) for item in top],
        "waiting": waiting.count(),
        "items_waiting": waiting.values("item").distinct().count(),
        "trouble": trouble.now(),
        "wanted": wanted,
        "unheard": unheard,
        "query": query,
        "states": words.STATES.items(),
        "item_states": words.ITEM_STATES.items(),
        "behind": late,
        "filtered": bool(wanted or query),
    }
    return render(request, "console/inbox.html", context)


def known(asked: str, states: Collection[str]) -> tuple[str, str]:
    """The state that was asked for and "", or "" and what was asked for when there is no such state."""
    return (asked, "") if asked in states else ("", asked)


def _titled() -> QuerySet[Item, Any]:
    latest = Revision.objects.filter(item=OuterRef("pk"), number=OuterRef("latest"))
    return Item.objects.annotate(
        title=Subquery(latest.values("title")[:1]), published=Subquery(latest.values("published")[:1])
    ).order_by("-published", "-pk")


def _filtered(items: QuerySet[Item, Any], wanted: str, query: str) -> QuerySet[Item, Any]:
    if wanted == AWAITING:
        items = items.filter(pk__in=awaiting().values("item"))
    elif wanted.startswith("item-"):
        items = items.filter(state=wanted.removeprefix("item-"))
    elif wanted:
        items = items.filter(pk__in=Delivery.objects.filter(state=wanted).values("item"))
    if query:
        items = items.filter(_in_title(query))
    return items


def _in_title(query: str) -> Q:
    # SQLite ignores case in ASCII only, so the usual spellings of Đ, Ư and the like are asked for by themselves.
    text = unicodedata.normalize("NFC", query)
    spellings = {text, text.lower(), text.upper(), text.capitalize(), text.title()}
    found = Q()
    for spelling in spellings:
        found |= Q(title__icontains=spelling)
    return found


def _deliveries(items: list[Item]) -> dict[int, list[Delivery]]:
    rows = Delivery.objects.filter(item__in={item.pk for item in items}).select_related("account").defer(*HEAVY)
    found: dict[int, list[Delivery]] = defaultdict(list)
    for row in rows.order_by("account__name", "pk"):
        found[row.item].append(row)
    return found
