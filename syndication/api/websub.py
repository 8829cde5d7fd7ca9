"""Where a hub asks whether we meant it, and brings what has changed. Who does not know the address finds nothing here."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from syndication.desk import push, subscribe
from syndication.sources.models import Subscription

CHUNK = 64 * 1024


@csrf_exempt
@never_cache
@require_http_methods(["GET", "POST"])
def callback(request: HttpRequest, token: str) -> HttpResponse:
    """GET verifies or denies a subscription, POST brings the feed. 404 for what we did not ask for, 410 when we want no more."""
    row = subscribe.of_token(token)
    if row is None:
        return _plain("", 404)
    if request.method == "GET":
        answer = subscribe.confirm(row, request.GET.dict(), now=timezone.now())
        return _plain(answer) if answer is not None else _plain("", 404)
    return _plain("", _brought(row, request))


def _brought(row: Subscription, request: HttpRequest) -> int:
    """The status to answer with. A hub is not told whether its signature was good: it has only to know that it came."""
    if not push.listens(row):
        return 410
    body = _body(request)
    if body is None:
        push.ignore(row)
        return 413
    kind, signature = request.headers.get("Content-Type", ""), request.headers.get("X-Hub-Signature", "")
    push.arrive(row, body, kind, signature, now=timezone.now())
    return 202


def _body(request: HttpRequest) -> bytes | None:
    """The bytes that were sent; None when they are more than a feed may have, of which no more is read than that."""
    length = request.META.get("CONTENT_LENGTH", "")
    if length.isdigit() and int(length) > push.MOST_BYTES:
        return None
    # Django believes only a length; a body in chunks has none, and ends where the server says that it does.
    chunked = not length and request.META.get("wsgi.input_terminated")
    stream = request.META["wsgi.input"] if chunked else request
    kept = bytearray()
    while chunk := stream.read(CHUNK):
        kept += chunk
        if len(kept) > push.MOST_BYTES:
            return None
    return bytes(kept)


def _plain(text: str, status: int = 200) -> HttpResponse:
    return HttpResponse(text, status=status, content_type="text/plain; charset=utf-8")
