"""Connecting an account: to the platform, back with its answer, a choice when there are several; or secrets by hand.

No secret ever goes to the browser, and none that comes from it stays in an address: the callback answers with a clean one.
"""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import parse_qsl, urlsplit

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from channels.errors import ChannelError
from formatters.sentence import Sentence
from scheduler import consents
from scheduler.models import Account, Consent
from syndication.console.access import page, shielded
from syndication.console.acting import who
from syndication.console.language import by_choice, told
from syndication.desk import cannot
from syndication.desk import connect as desk
from syndication.desk.cannot import CannotConnect
from syndication.desk.connect import Chooseable, Connected
from syndication.desk.people import OPERATORS, may

LONGEST_ANSWER = 20_000  # characters
NOT_HERE = Sentence(
    "Hãy đăng nhập với vai trò người vận hành rồi bấm “Kết nối” lại trong trang Tài khoản. Nếu bắt đầu từ dòng lệnh: hãy sao "
    "chép toàn bộ địa chỉ trên thanh địa chỉ của trình duyệt và dán vào cửa sổ lệnh.",
    "Sign in as an operator and press “Connect” again on the accounts page. If you began at the command line: copy the whole "
    "address from the browser's address bar and paste it there.",
)


@page("POST", roles=OPERATORS)
def connect(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin: the page that leads to the platform. A link, because a form may lead nowhere but to ourselves."""
    account = get_object_or_404(Account, pk=pk)
    try:
        begun = desk.begin(account, who=who(request), now=timezone.now())
    except (CannotConnect, ChannelError, ValueError) as error:
        return _not(request, account, error)
    context = {
        "account": account,
        "url": begun.url,
        "host": urlsplit(begun.url).hostname,
        "back": desk.redirect_address(),
    }
    return render(request, "console/connect.html", context)


@shielded
@by_choice
@require_GET
def callback(request: HttpRequest) -> HttpResponse:
    """Where the platform sends people back to. Whatever comes of it, the code does not stay in an address.

    Only who is at the command line needs the address once more: to copy it.
    """
    answer = request.GET.dict()
    if not may(request.user, OPERATORS):
        response = _plain(request, NOT_HERE, 403)
    elif _begun_elsewhere(answer.get("state", "")):
        response = _plain(request, cannot.AT_THE_KEYBOARD, 200)
    else:
        row = consents.by_state(answer.get("state", ""))
        account = row.account if row is not None else None
        response = _go_on(request, account, lambda: desk.finish(answer, who=who(request), now=timezone.now()))
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _begun_elsewhere(state: str) -> bool:
    row = consents.by_state(state)
    return row is not None and row.who.startswith(desk.KEYBOARD)


def _plain(request: HttpRequest, say: Sentence, status: int) -> HttpResponse:
    """A page that holds nothing of the address it was asked at."""
    return render(request, "console/callback.html", {"say": say}, status=status)


@page("POST", roles=OPERATORS)
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """The address that the browser was sent to, pasted by hand: for platforms that do not give the state back."""
    account = get_object_or_404(Account, pk=pk)
    typed = request.POST.get("answer", "").strip()[:LONGEST_ANSWER]
    try:
        found = dict(parse_qsl(urlsplit(typed).query)) if "://" in typed else {"code": typed}
    except ValueError:
        found = {}

    def act() -> Connected | Chooseable:
        if not any(found.values()):
            raise CannotConnect(cannot.NOTHING)
        return desk.finish(found, who=who(request), now=timezone.now(), account=account)

    return _go_on(request, account, act)


@page("POST", roles=OPERATORS)
def paste(request: HttpRequest, pk: int) -> HttpResponse:
    """Secrets by hand."""
    account = get_object_or_404(Account, pk=pk)
    fields = {name: request.POST.get(f"secret-{name}", "") for name in account.manifest.pasted}
    return _go_on(request, account, lambda: desk.paste(account, fields, who=who(request), now=timezone.now()))


@page("GET", "POST", roles=OPERATORS)
def choose(request: HttpRequest, pk: int) -> HttpResponse:
    """Which of several. What belongs to each waits with us."""
    row = Consent.objects.select_related("account").filter(pk=pk, who=who(request)).first()
    if row is None:
        messages.error(request, told(cannot.UNKNOWN))
        return redirect("accounts")
    if request.method == "POST":
        chosen = request.POST.get("choice", "")
        return _go_on(request, row.account, lambda: desk.choose(row, chosen, who=who(request), now=timezone.now()))
    try:
        found = desk.choices_of(row)
    except ChannelError as error:
        return _not(request, row.account, error)
    named = {str(value) for name, value in row.account.settings.items() if name.endswith("_id")}
    context = {"account": row.account, "row": row, "choices": found.choices, "named": named}
    return render(request, "console/choose.html", context)


def _go_on(request: HttpRequest, account: Account | None, act: Callable[[], Connected | Chooseable]) -> HttpResponse:
    """To the choice, or to the account's page with what came of it; never a fault."""
    try:
        came = act()
    except (CannotConnect, ChannelError, ValueError) as error:
        return _not(request, account, error)
    if isinstance(came, Chooseable):
        return redirect("choose", pk=came.row.pk)
    name = came.account.name
    if came.health.ok:
        messages.success(request, _("%(account)s is connected and works.") % {"account": name})
    else:
        said = told(came.health.say) if came.health.say else ""
        text = _("%(account)s is connected, but does not work yet: %(why)s") % {"account": name, "why": said}
        messages.error(request, text)
    if came.resumed:
        said = ngettext(
            "%(account)s goes on; %(count)s held delivery is released.",
            "%(account)s goes on; %(count)s held deliveries are released.",
            came.released,
        )
        messages.success(request, said % {"account": name, "count": came.released})
    return redirect(f"{reverse('account', args=[came.account.pk])}#connection")


def _not(request: HttpRequest, account: Account | None, error: Exception) -> HttpResponse:
    say = getattr(error, "say", None)
    messages.error(request, told(say) if isinstance(say, Sentence) else str(error))
    return redirect("account", pk=account.pk) if account is not None else redirect("accounts")
