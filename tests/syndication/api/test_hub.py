"""The whole way with a hub that others wrote: subscribed, verified over HTTP, told, and the item is here."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from celery import Celery
from django.test import override_settings
from django.utils import timezone
from flask import Flask
from flask_websub.hub import Hub, SQLite3HubStorage
from pytest_django.live_server_helper import LiveServer
from werkzeug.serving import make_server

from scheduler.access import open_wire
from syndication.desk import push, subscribe
from syndication.desk.receive import receive
from syndication.desk.sources import add_source
from syndication.items.models import Item, Revision
from syndication.sources.models import Source, Subscription
from tests.support.portal import Article, Portal

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Any]:
    """flask-websub's hub on a real port; its `url` is where it is asked."""
    celery = Celery("hub", set_as_current=False)
    celery.conf.task_always_eager = True
    made = Hub(SQLite3HubStorage(str(tmp_path / "hub.sqlite3")), celery)
    flask = Flask("hub")
    flask.register_blueprint(made.build_blueprint(url_prefix="/hub"))
    server = make_server("127.0.0.1", 0, flask, threaded=True)
    made.url = f"http://127.0.0.1:{server.server_port}/hub"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield made
    server.shutdown()
    server.server_close()
    thread.join(5)


def until(found: Any) -> None:
    """Wait for what a thread is about to do."""
    end = time.monotonic() + 20
    while not found():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.05)


def tend() -> None:
    subscribe.tend(open_wire(5.0), now=timezone.now())


def test_subscribed_verified_told_and_left(hub: Any, live_server: LiveServer) -> None:
    with (
        Portal([Article(1)]) as portal,
        override_settings(
            SYNDICATION_BASE_URL=live_server.url, SYNDICATION_ALLOW_PRIVATE_HOSTS=["127.0.0.1", "localhost"]
        ),
    ):
        topic = f"{portal.url}/rss"
        portal.headers = {"Link": f'<{hub.url}>; rel="hub", <{topic}>; rel="self"'}
        source = add_source("cong", topic)
        receive(source, open_wire(5.0), who="test", now=timezone.now())
        tend()
        row = Subscription.objects.get()
        assert (row.state, row.problem) == (Subscription.State.VERIFIED, {})
        assert (row.lease_until - timezone.now()).days == 9
        ((callback, secret),) = hub.storage.get_callbacks(topic)
        assert (callback, secret) == (subscribe.callback_of(row), subscribe.secret_of(row))

        portal.articles.insert(
            0, Article(2, title="Tin do hub báo", body="<p>Mới.</p>", pictures=(f"{portal.url}/a.jpg",))
        )
        portal.requests.clear()
        hub.send_change_notification.delay(topic)
        until(lambda: Item.objects.filter(latest=1).count() == 2)
        assert Item.objects.latest("pk").revision.title == "Tin do hub báo"
        assert portal.requests == ["/rss", "/a.jpg"], "the hub asked for the feed; we did not"
        row.refresh_from_db()
        assert (row.pushes, row.ignored) == (1, 0)

        # Three deliveries of it at once, as hubs repeat what they are unsure of: nothing comes of them twice.
        deliveries = [threading.Thread(target=hub.send_change_notification.delay, args=(topic,)) for _ in range(3)]
        for one in deliveries:
            one.start()
        for one in deliveries:
            one.join()
        until(lambda: not [one for one in threading.enumerate() if one.name.startswith("push-")])
        assert all(push._room.acquire(blocking=False) for _ in range(push.AT_ONCE)), "there is room for the next"
        push._room.release(push.AT_ONCE)
        row.refresh_from_db()
        assert (row.pushes, Item.objects.count(), Revision.objects.count()) == (4, 2, 2)

        Source.objects.update(stopped=True)
        tend()
        row.refresh_from_db()
        assert (row.state, row.lease_until) == (Subscription.State.ENDED, None)
        assert list(hub.storage.get_callbacks(topic)) == []
