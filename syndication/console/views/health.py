"""For the machines around us: alive, ready; and the way to the demonstration's wall."""

from __future__ import annotations

import logging

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from redis import Redis
from redis.exceptions import RedisError

log = logging.getLogger(__name__)
PATIENCE = 2.0  # seconds


@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """This process answers. It touches nothing else."""
    return HttpResponse("ok", content_type="text/plain")


@require_safe
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """200 when the database and the broker answer, else 503; the body says which of them does."""
    answers = {"database": _database(), "broker": _broker()}
    ready = all(answers.values())
    return JsonResponse({"ready": ready, **answers}, status=200 if ready else 503)


def _database() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            return bool(cursor.fetchone())
    except DatabaseError:
        log.warning("readyz: the database does not answer", exc_info=True)
        return False


def _broker() -> bool:
    url = settings.CELERY_BROKER_URL.replace("redis+socket://", "unix://", 1)
    try:
        with Redis.from_url(url, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE) as client:
            return bool(client.ping())
    except (RedisError, ValueError) as error:
        log.warning("readyz: the broker does not answer: %s", type(error).__name__)
        return False


@require_safe
def wall(request: HttpRequest) -> HttpResponse:
    """To the page that shows what the sandboxes' public would see, where a demonstration runs; 404 elsewhere."""
    address = getattr(settings, "SYNDICATION_WALL_URL", "")
    if not address:
        raise Http404
    return HttpResponseRedirect(address)
