"""Notices: what a person must hear of, newest first."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from scheduler.models import Account
from syndication.console.access import forbidden, page
from syndication.console.acting import who
from syndication.desk.people import OPERATORS, may
from syndication.notices import board
from syndication.notices.models import Notice

MOST_CLOSED = 50


@page()
def notices(request: HttpRequest) -> HttpResponse:
    """Those that are open, and the last ones whose cause is gone."""
    owners = dict(Account.objects.values_list("name", "owner"))
    operates = may(request.user, OPERATORS)
    rows = list(board.open_notices())
    context = {
        "rows": rows,
        "mine": {row.pk for row in rows if operates or owners.get(row.account) == who(request)},
        "closed": Notice.objects.exclude(closed_at=None).order_by("-closed_at")[:MOST_CLOSED],
        "accounts": dict(Account.objects.values_list("name", "pk")),
    }
    return render(request, "console/notices.html", context)


@page("POST")
def see(request: HttpRequest, pk: int) -> HttpResponseBase:
    """An operator, or the account's owner, has read it."""
    notice = get_object_or_404(Notice, pk=pk)
    is_owner = Account.objects.filter(name=notice.account, owner=who(request)).exists()
    if not is_owner and not may(request.user, OPERATORS):
        return forbidden(request, OPERATORS)
    board.see(pk, who=who(request), now=timezone.now())
    return redirect("notices")
