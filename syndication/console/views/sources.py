"""Sources: where items come from, how each was when it was asked last, and letting one rest."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from syndication.console import words
from syndication.console.access import page
from syndication.desk import sources as desk
from syndication.desk.people import OPERATORS, may
from syndication.items.models import Item
from syndication.sources.models import Source, Subscription


@dataclass(frozen=True, slots=True)
class Row:
    """One source as the page shows it; what follows the ? of an address is shown to operators alone, for it may be a key."""

    source: Source
    hub: Subscription | None
    items: int
    operates: bool

    @property
    def address(self) -> str:
        """Where it is asked."""
        return self._shown(self.source.url)

    @property
    def found_on(self) -> str:
        """The web page that named it."""
        return self._shown(self.source.found_on)

    @property
    def moved_to(self) -> str:
        """Where it says it has moved, which a person has to believe."""
        return self._shown(self.source.moved_to)

    @property
    def before(self) -> list[str]:
        """Its addresses before this one, newest first."""
        return [self._shown(url) for url in reversed(self.source.before)]

    @property
    def state(self) -> words.Word:
        """How it is, in one word."""
        return words.SOURCE_STATES[self._state]

    @property
    def asked_at(self) -> datetime | None:
        """When it is asked next; None when it is not."""
        return None if self._state in ("stopped", "paused") else self.source.next_pull_at

    @property
    def hub_state(self) -> words.Word | None:
        """How its hub is, in one word."""
        return words.HUB_STATES[self.hub.state] if self.hub else None

    @property
    def _state(self) -> str:
        if self.source.stopped:
            return "stopped"
        if self.source.paused:
            return "paused"
        if self.source.error:
            return "failing"
        return "well" if self.source.pulled_at else "new"

    def _shown(self, url: str) -> str:
        bare, mark, _query = url.partition("?")
        return url if self.operates or not mark else f"{bare}?…"


@page()
def sources(request: HttpRequest) -> HttpResponse:
    """Every source."""
    operates = may(request.user, OPERATORS)
    items: dict[str, int] = dict(Item.objects.values_list("source").annotate(Count("pk")).order_by())
    hubs = {hub.source_id: hub for hub in Subscription.objects.exclude(source=None).defer("secret", "token")}
    rows = [
        Row(source, hubs.get(source.pk), items.get(source.name, 0), operates)
        for source in Source.objects.order_by("-own", "name")
    ]
    return render(request, "console/sources.html", {"rows": rows, "may_operate": operates})


@page("POST", roles=OPERATORS)
def pull(request: HttpRequest, pk: int) -> HttpResponse:
    """Have it asked at once; the worker does it."""
    source = get_object_or_404(Source, pk=pk)
    desk.pull_at_once(source, now=timezone.now())
    messages.success(request, _("%(source)s will be asked within seconds.") % {"source": source.name})
    return redirect("sources")


@page("POST", roles=OPERATORS)
def pause(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask it no more by itself."""
    source = get_object_or_404(Source, pk=pk)
    desk.pause_source(source)
    messages.success(request, _("%(source)s is paused: it is not asked until it is resumed.") % {"source": source.name})
    return redirect("sources")


@page("POST", roles=OPERATORS)
def resume(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask it again, whatever it was that stopped it."""
    source = get_object_or_404(Source, pk=pk)
    desk.resume_source(source, now=timezone.now())
    messages.success(request, _("%(source)s goes on: it will be asked within seconds.") % {"source": source.name})
    return redirect("sources")
