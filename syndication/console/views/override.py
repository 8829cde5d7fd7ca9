"""Writing for one account: the form, its preview by the function that publishes, and keeping or dropping it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from formatters.override import Override
from formatters.rendition import CannotTell
from scheduler.models import Account
from syndication.console.access import page
from syndication.console.acting import who
from syndication.console.language import told
from syndication.console.preview import Face, pictures_of
from syndication.console.rewriting import form_of, known_pictures, typed
from syndication.desk import override as desk
from syndication.desk.people import EDITORS
from syndication.desk.tell import tell
from syndication.items.models import Item, OverrideVersion
from syndication.items.overrides import newest, standing


@page("GET", "POST", roles=EDITORS)
def override(request: HttpRequest, pk: int, account: int) -> HttpResponse:
    """The form. `do` is preview, save or drop; whatever cannot be done is said, and what was typed stays in the form."""
    item, where = get_object_or_404(Item, pk=pk), get_object_or_404(Account, pk=account)
    if not item.latest or item.state == Item.State.WITHDRAWN:
        messages.error(request, _("This item has been withdrawn; nothing is written for it any more."))
        return redirect("item", pk=pk)
    try:
        return _posted(request, item, where) if request.method == "POST" else _opened(request, item, where)
    except CannotTell as error:
        messages.error(request, told(error.why))
        return redirect("item", pk=pk)


def _opened(request: HttpRequest, item: Item, where: Account) -> HttpResponse:
    last, stands = newest(item, where), standing(item, item.revision, where)
    seen = last.number if last else 0
    if stands is None:
        return _page(request, item, where, Override(), seen=seen, looked_at=item.latest)
    version = stands.version
    return _page(request, item, where, version.override, seen=seen, looked_at=version.revision)


def _posted(request: HttpRequest, item: Item, where: Account) -> HttpResponse:
    posted, now = request.POST.dict(), timezone.now()
    seen, looked_at = _number(posted, "seen"), _number(posted, "revision")
    known = known_pictures(item)
    try:
        if posted.get("do") == "drop":
            desk.drop(item, where, seen=seen, who=who(request), now=now)
            return _done(request, item, where, _("%(account)s shows the item as it is again."))
        value = typed(posted, known)
        if posted.get("do") == "save":
            desk.rewrite(item, where, value, revision=looked_at, seen=seen, who=who(request), now=now)
            return _done(request, item, where, _("Kept for %(account)s."))
        value = desk.wanted_for(item, where, value)
        return _page(request, item, where, value, seen=seen, looked_at=looked_at, part="draft")
    except desk.CannotRewrite as error:
        messages.error(request, told(error.say))
        theirs = error.version if isinstance(error, desk.Overtaken) else None
        value = typed(posted, known, strict=False)
        # Whoever has seen the other version may put theirs in its place.
        return _page(
            request, item, where, value, seen=theirs.number if theirs else seen, looked_at=looked_at, theirs=theirs
        )


def _page(
    request: HttpRequest,
    item: Item,
    where: Account,
    value: Override,
    *,
    seen: int,
    looked_at: int,
    part: str = "could",
    theirs: OverrideVersion | None = None,
) -> HttpResponse:
    """The form with `value` in it, and beside it what would be shown: with `value` when it is a preview, else as it stands."""
    form = form_of(item, where, value, theirs=theirs.override if theirs else None, looked_at=looked_at)
    coming = tell(item, item.revision, where, override=value if part == "draft" else None)
    last = newest(item, where)
    context = {
        "item": item,
        "title": item.revision.title,
        "account": where,
        "form": form,
        "face": Face(part, coming.rendition, coming.revision, coming.rendition.digest, pictures_of(item)),
        "seen": seen,
        "last": last if last and last.override.parts else None,
        "theirs": theirs,
        "looked_at": looked_at,
    }
    status = (409 if theirs else 400) if request.method == "POST" and part != "draft" else 200
    return render(request, "console/override.html", context, status=status)


def _done(request: HttpRequest, item: Item, where: Account, said: str) -> HttpResponse:
    anew = _("What is planned or live there asks for its approval anew.")
    messages.success(request, f"{said % {'account': where.name}} {anew}")
    return redirect(f"{reverse('item', args=[item.pk])}#account-{where.pk}")


def _number(posted: dict[str, str], name: str) -> int:
    given = posted.get(name, "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else 0
