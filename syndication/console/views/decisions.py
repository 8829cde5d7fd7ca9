"""What people decide about an item: approve what they saw, plan it, give it another time, take it back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from formatters.sentence import Sentence
from scheduler.broadcast import CannotBroadcast, broadcast
from scheduler.clock import quiet_at
from scheduler.models import Account, Delivery
from scheduler.states import FINAL
from syndication.console import words
from syndication.console.access import page
from syndication.console.acting import attempt, reader, time_of, who
from syndication.console.language import told
from syndication.desk.approve import approve as desk_approve
from syndication.desk.behind import still_right as desk_still_right
from syndication.desk.label import label as desk_label
from syndication.desk.people import APPROVERS, EDITORS
from syndication.desk.plan import plan_by_hand as desk_plan
from syndication.desk.preflight import preflight
from syndication.desk.reschedule import not_past
from syndication.desk.reschedule import reschedule as desk_reschedule
from syndication.desk.withdraw import withdraw as desk_withdraw
from syndication.items.models import Item

NOT_SURE = Sentence(
    "Hãy đánh dấu vào ô xác nhận: tin đã gửi tới người theo dõi thì không rút lại được.",
    "Tick the box first: what is pushed to followers cannot be taken back.",
)
APPROVALS = {"1": 1, "2": 2}


@page("POST", roles=APPROVERS)
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    """Approve each `seen` of the form: "<delivery>:<digest of what was shown>". What changed meanwhile is not approved."""
    item = get_object_or_404(Item, pk=pk)
    for pair in request.POST.getlist("seen"):
        number, _colon, digest = pair.partition(":")
        rows = Delivery.objects.select_related("account")
        delivery = get_object_or_404(rows, pk=int(number) if number.isdigit() else 0, item=item.pk)
        name = delivery.account.name

        def act(delivery: Delivery = delivery, digest: str = digest) -> object:
            return desk_approve(delivery, reader(request), now=timezone.now(), seen=digest)

        attempt(request, act, _("Approved for %(account)s.") % {"account": name})
    return _back(request, pk)


def _back(request: HttpRequest, item: int) -> HttpResponse:
    """To the page whose button was pressed: the delivery's own when the form says so, else the item's."""
    alone = request.POST.get("alone", "")
    if alone.isdigit() and Delivery.objects.filter(pk=int(alone), item=item).exists():
        return redirect("delivery", pk=int(alone))
    return redirect("item", pk=item)


@page("POST", roles=EDITORS)
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    """Plan the item on one account at a time; it waits for one or two approvals."""
    item = get_object_or_404(Item, pk=pk)
    account = get_object_or_404(Account, name=request.POST.get("account", ""))
    now = timezone.now()

    def act() -> None:
        at = time_of(request, now)
        not_past(at, now)
        needed = APPROVALS.get(request.POST.get("approvals", ""), 1)
        urgent = request.POST.get("urgent") == "yes"
        made, new = desk_plan(item, account, at=at, approvals_needed=needed, who=who(request), now=now, urgent=urgent)
        if new:
            foreseen.extend(preflight(made, now=now))
        quiet = None if urgent else quiet_at(account, at)
        foreseen.extend([quiet] if quiet else [])

    foreseen: list[Sentence] = []
    attempt(request, act, _("Planned on %(account)s; it waits for approval.") % {"account": account.name})
    for finding in foreseen:
        messages.warning(request, f"{account.name}: {told(finding)}")
    return redirect("item", pk=pk)


@page("POST", roles=EDITORS)
def label(request: HttpRequest, pk: int) -> HttpResponse:
    """Say whether AI made or edited the item's material."""
    item = get_object_or_404(Item, pk=pk)

    def act() -> None:
        desk_label(item, request.POST.get("ai", ""), who=who(request), now=timezone.now())

    attempt(request, act, _("The label is kept; what is planned or live follows it."))
    return redirect("item", pk=pk)


@page("POST", roles=EDITORS)
def still_right(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that a translation is still right although its original was updated."""
    item = get_object_or_404(Item, pk=pk)

    def act() -> None:
        desk_still_right(item, who=who(request), now=timezone.now())

    attempt(request, act, _("It is kept that the translation is still right."))
    return redirect("item", pk=pk)


@page("POST", roles=APPROVERS)
def push(request: HttpRequest, pk: int) -> HttpResponse:
    """Push a live delivery to the channel's followers, once, when the person has said that they mean it."""
    delivery = get_object_or_404(Delivery.objects.select_related("account"), pk=pk)

    def act() -> None:
        if request.POST.get("sure") != "yes":
            raise CannotBroadcast(NOT_SURE)
        broadcast(delivery.pk, who=who(request))

    attempt(request, act, _("%(account)s has taken it for its followers.") % {"account": delivery.account.name})
    return redirect("delivery", pk=pk)


@page("POST", roles=EDITORS)
def reschedule(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a delivery another time; an empty one means as soon as it may."""
    delivery = get_object_or_404(Delivery.objects.select_related("account"), pk=pk)
    now = timezone.now()

    def act() -> None:
        at = time_of(request, now)
        desk_reschedule(delivery, at=at, who=who(request), now=now)
        quiet = None if delivery.urgent else quiet_at(delivery.account, at)
        if quiet:
            messages.warning(request, f"{delivery.account.name}: {told(quiet)}")

    attempt(request, act, _("%(account)s has its new time.") % {"account": delivery.account.name})
    return _back(request, delivery.item)


@page("GET", "POST", roles=APPROVERS)
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask first, naming what will happen where; then take the item back everywhere."""
    item = get_object_or_404(Item, pk=pk)
    code, note = request.POST.get("reason", ""), request.POST.get("note", "").strip()
    if request.method == "POST" and code in words.CHOOSABLE:
        rows = desk_withdraw(item, reason=code, note=note, who=who(request), now=timezone.now())
        said = ngettext(
            "The item is withdrawn; %(count)s delivery is taken back.",
            "The item is withdrawn; %(count)s deliveries are taken back.",
            len(rows),
        )
        messages.success(request, said % {"count": len(rows)})
        return redirect("item", pk=pk)
    if request.method == "POST":
        messages.error(request, _("Choose a reason: it is recorded."))
    open_ones = Delivery.objects.filter(item=pk).exclude(state__in=FINAL).select_related("account")
    context = {
        "item": item,
        "title": item.revision.title if item.latest else item.identifier,
        "deliveries": open_ones.order_by("account__name"),
        "reasons": [(one, words.REASONS[one]) for one in words.CHOOSABLE],
        "chosen": code,
        "note": note,
    }
    return render(request, "console/withdraw.html", context, status=400 if request.method == "POST" else 200)
