"""What a hub brings (WebSub): taken in by the same road as what is pulled, beside the request that brought it.

A hub waits a few seconds for an answer, a picture may take a minute, and nothing of a document may be kept anywhere before the
secrecy rule ran on it. So the hub is answered at once, and a thread deals with the bytes, under the source's claim. If this
process dies, or has too much to do already, nothing is lost: the source is pulled instead.
"""

from __future__ import annotations

import hmac
import logging
import threading
from datetime import datetime

from django.db import connections
from django.db.models import F
from django.utils import timezone

from scheduler.access import open_wire
from scheduler.lease import Heartbeat
from syndication.desk import subscribe
from syndication.desk.claim import Claim
from syndication.desk.host_turn import host_of, host_turn
from syndication.desk.pull import PATIENCE
from syndication.desk.sources import pull_at_once
from syndication.desk.take_in import Came, Pulled, take_in
from syndication.sources.models import Source, Subscription
from syndication.sources.parse import Unreadable
from syndication.sources.retrieve import MOST_BYTES

__all__ = ["MOST_BYTES", "arrive", "authentic", "ignore", "listens", "settle"]

log = logging.getLogger(__name__)

METHODS = ("sha1", "sha256", "sha384", "sha512")
AT_ONCE = 2  # documents dealt with in one process; what comes besides is pulled
_room = threading.BoundedSemaphore(AT_ONCE)


def listens(row: Subscription) -> bool:
    """Whether what the hub brings is wanted at all; a hub that is told otherwise stops."""
    ended = (Subscription.State.ENDED, Subscription.State.DENIED)
    return row.state not in ended and subscribe.why_not(row) is None


def authentic(row: Subscription, body: bytes, signature: str) -> bool:
    """Whether the `X-Hub-Signature` is the hub's over these bytes, compared in constant time."""
    method, _, told = signature.strip().partition("=")
    secret = subscribe.secret_of(row)
    if method.lower() not in METHODS or not secret:
        return False
    right = hmac.new(secret.encode(), body, method.lower()).hexdigest()
    return hmac.compare_digest(right.encode(), told.strip().lower().encode())


def ignore(row: Subscription) -> None:
    """Count what cannot be the hub's, or is too large; nothing of it is looked at."""
    Subscription.objects.filter(pk=row.pk).update(ignored=F("ignored") + 1)


def arrive(row: Subscription, body: bytes, content_type: str, signature: str, *, now: datetime) -> None:
    """Bytes came for this subscription. Returns at once: what is the hub's is dealt with beside."""
    if not authentic(row, body, signature):
        ignore(row)
        return
    Subscription.objects.filter(pk=row.pk).update(pushes=F("pushes") + 1, last_push_at=now)
    source = row.source
    assert source is not None, "nobody listens then"
    # What was there before we came is learnt by a whole pull, never from a part.
    if not (source.first_pull_done and begin(source, body, content_type, row.topic)):
        pull_at_once(source, now=now)


def begin(source: Source, body: bytes, content_type: str, topic: str) -> bool:
    """Have a thread deal with it; False when this process has enough to do already."""
    if not _room.acquire(blocking=False):
        return False

    def work() -> None:
        try:
            settle(source, body, content_type, topic, now=timezone.now())
        except Exception:
            log.exception("what a hub brought for the source %s could not be taken in", source.name)
        finally:
            _room.release()
            connections.close_all()  # a thread has connections of its own

    threading.Thread(target=work, name=f"push-{source.pk}", daemon=True).start()
    return True


def settle(
    source: Source, body: bytes, content_type: str, topic: str, *, now: datetime, patience: float = PATIENCE
) -> Pulled | None:
    """Deal with the document when it is the source's turn; None when it cannot be had in `patience` seconds, for the source is
    being pulled: then it is pulled once more.

    The next pull comes when it would have come; at once when something could not be dealt with.
    """
    with host_turn(host_of(source.url), patience=patience) as ours:
        source.refresh_from_db()
        claim, planned = Claim(source), source.next_pull_at
        if not (ours and claim.renew(now)):
            pull_at_once(source, now=now)
            return None
        whole, pulled = False, Pulled(source.name)
        came = Came(body, content_type, topic, part=True)
        try:
            with Heartbeat(claim.renew):
                whole, _ = take_in(source, came, open_wire(), pulled, who=f"hub of {source.name}", now=now)
        except Unreadable as error:
            pulled.error = error.say.to_json()
        finally:
            claim.give_back(planned if whole else now)
        if pulled.new or pulled.revised or pulled.withdrawn:
            # The last document is not what is known any more: should it come back word for word, it is news.
            Source.objects.filter(pk=source.pk).update(changed_at=now, body="", etag="", modified="")
        return pulled
