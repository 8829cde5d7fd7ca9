"""One item, from the portal to five channels, by commands alone: no worker, no browser."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from pytest_django.live_server_helper import LiveServer

from channels.sandbox.server import SandboxServer
from tests.support.desk import account_words, done, say
from tests.support.portal import Article, Portal

pytestmark = pytest.mark.django_db(transaction=True)
CHANNELS = ("facebook", "zalo", "youtube", "govportal", "feed")
ATTRIBUTION = "Nguồn: Cổng thông tin điện tử Bộ Nội vụ"


@pytest.fixture
def portal() -> Iterator[Portal]:
    with Portal() as server:
        server.articles = [
            Article(1, guid="moha-1", pictures=(f"{server.url}/a.jpg",), film=f"{server.url}/film.mp4"),
        ]
        yield server


@pytest.fixture
def instance(portal: Portal, sandbox: SandboxServer, live_server: LiveServer) -> Portal:
    """A source, an account on every channel, and a route to each that asks for one approval."""
    done("init")
    done("source", "add", "cong", f"{portal.url}/rss", "--no-baseline")
    for kind in CHANNELS:
        done("account", "add", kind, *account_words(kind, sandbox.url, live_server.url))
        done("route", "add", "--source", "cong", "--account", kind, "--approval", "one")
        assert done("account", "check", kind, "--json").json["ok"] is True
    return portal


def states() -> dict[str, str]:
    return {row["channel"]: row["state"] for row in done("deliveries", "--json").json}


def public(sandbox: SandboxServer, kind: str) -> list[dict[str, Any]]:
    """What the public can see there now."""
    stage = sandbox.app.stage[kind]
    with stage.lock:
        return [one for one in stage.objects() if one["live"]]


def publish() -> None:
    done("source", "pull", "--json")
    done("approve", "--all")
    done("run", "--once", "--json")


def test_one_item_reaches_five_channels_exactly_once(instance: Portal, sandbox: SandboxServer) -> None:
    (pulled,) = done("source", "pull", "--json").json
    assert (pulled["source"], pulled["new"], pulled["error"]) == ("cong", 1, None)
    assert set(states().values()) == {"proposed"}
    done("run", "--once")
    assert set(states().values()) == {"proposed"}, "nothing leaves before it is approved"
    assert all(public(sandbox, kind) == [] for kind in CHANNELS if kind != "feed")

    done("approve", "--all")
    assert done("run", "--once", "--json").json == {"live": 5}
    rows = done("deliveries", "--json").json
    assert {row["channel"]: row["state"] for row in rows} == dict.fromkeys(CHANNELS, "live")
    for row in rows:
        assert row["guid"] == "moha-1"
        # Zalo takes the film in a first attempt, and the article once it has converted it.
        assert row["attempts"] == (2 if row["channel"] == "zalo" else 1)
        assert row["remote_id"]
        assert row["url"].startswith("http")
        assert row["due_at"].endswith("+07:00")
        assert row["settled_at"].endswith("+07:00")
    for kind in CHANNELS:
        if kind != "feed":
            (only,) = public(sandbox, kind)
            assert ATTRIBUTION in only["text"]
            assert "https://moha.gov.vn/tin-tuc/hoi-nghi---oid1" in only["text"]
            assert sandbox.app.stage[kind].frowns == []

    assert done("run", "--once", "--json").json == {}, "a second round finds nothing to do"
    assert all(len(public(sandbox, kind)) == 1 for kind in CHANNELS if kind != "feed")


def test_the_feed_lists_what_is_live(instance: Portal, live_server: LiveServer) -> None:
    from channels.wire import Guard, Wire

    publish()
    wire = Wire(Guard(["localhost", "127.0.0.1"]))
    for ending in ("rss", "atom", "json"):
        body = wire.read(f"{live_server.url}/feeds/tin-tuc.{ending}").text
        assert "oid1" in body
        assert ATTRIBUTION in body


def test_an_edited_item_is_revised_where_it_is_live_and_published_nowhere_twice(
    instance: Portal, sandbox: SandboxServer
) -> None:
    publish()
    instance.articles[0].title = "Hội nghị trực tuyến (cập nhật)"
    instance.articles[0].slug = "hoi-nghi-cap-nhat"
    assert done("source", "pull", "--json").json[0]["revised"] == 1
    assert set(states().values()) == {"live"}, "a change waits for its approval"
    done("approve", "--all")
    done("run", "--once")
    for row in done("deliveries", "--json").json:
        assert (row["state"], row["revision"]) == ("live", 2), row
    for kind in CHANNELS:
        if kind != "feed":
            assert len(public(sandbox, kind)) == 1, kind
            newest = sandbox.app.stage[kind].wall()[0]
            assert "cập nhật" in f"{newest.title} {newest.body}", kind


def test_a_withdrawn_item_is_gone_from_every_channel_and_marked_in_the_feed(
    instance: Portal, sandbox: SandboxServer, live_server: LiveServer
) -> None:
    from channels.wire import Guard, Wire

    publish()
    (item,) = done("item", "list", "--json").json
    done("withdraw", str(item["id"]), "--reason", "R1d", "--note", "sai sự thật")
    done("run", "--once")
    assert states() == dict.fromkeys(CHANNELS, "retracted")
    for kind in CHANNELS:
        if kind != "feed":
            assert public(sandbox, kind) == [], kind
    atom = Wire(Guard(["localhost", "127.0.0.1"])).read(f"{live_server.url}/feeds/tin-tuc.atom").text
    assert "deleted-entry" in atom
    assert done("item", "list", "--json").json[0]["state"] == "withdrawn"


def test_an_item_that_the_portal_takes_back_is_taken_back_by_itself(instance: Portal, sandbox: SandboxServer) -> None:
    publish()
    instance.articles, instance.tombstones = [], ["moha-1"]
    assert done("source", "pull", "--json").json[0]["withdrawn"] == 1
    done("run", "--once")
    assert states() == dict.fromkeys(CHANNELS, "retracted")


OPERATIONS = {
    "facebook": "photos.create",
    "zalo": "article.create",
    "govportal": "item.put",
}
ACCEPTED = ("accept-then-500", "accept-then-502", "accept-then-drop", "accept-then-truncate")


@pytest.mark.parametrize("fault", ACCEPTED)
def test_an_answer_lost_after_acceptance_never_publishes_twice(
    instance: Portal, sandbox: SandboxServer, fault: str
) -> None:
    for kind, operation in OPERATIONS.items():
        sandbox.app.faults[kind].order(operation, fault)
    publish()
    for _ in range(3):
        done("reconcile", "--once")
        done("run", "--once")
    assert states() == dict.fromkeys(CHANNELS, "live")
    for kind in OPERATIONS:
        assert len(public(sandbox, kind)) == 1, kind


@pytest.mark.parametrize("fault", ["refuse-500", "refuse-502", "drop"])
def test_an_answer_lost_without_acceptance_is_sent_again_once_its_absence_is_proven(
    instance: Portal, sandbox: SandboxServer, fault: str
) -> None:
    for kind, operation in OPERATIONS.items():
        sandbox.app.faults[kind].order(operation, fault)
    publish()
    for _ in range(4):
        done("reconcile", "--once")
        done("run", "--once")
    assert states() == dict.fromkeys(CHANNELS, "live")
    for kind in OPERATIONS:
        assert len(public(sandbox, kind)) == 1, kind


def test_a_token_that_is_refused_holds_the_delivery_and_pauses_the_account_with_a_sentence(
    instance: Portal, sandbox: SandboxServer
) -> None:
    sandbox.app.faults["facebook"].order("*", "token", times=50)
    publish()
    row = next(row for row in done("deliveries", "--state", "held", "--json").json if row["channel"] == "facebook")
    assert row["reason"]
    assert public(sandbox, "facebook") == []
    assert say("doctor").code == 1
    sandbox.app.faults["facebook"].clear()
    done("account", "resume", "facebook")
    done("run", "--once")
    assert states()["facebook"] == "live"


def test_no_secret_is_ever_printed_or_stored_in_the_clear(instance: Portal, sandbox: SandboxServer) -> None:
    from django.conf import settings

    from channels.facebook.sandbox import TOKEN
    from channels.zalo.sandbox import REFRESH_TOKEN

    publish()
    said = done("account", "list", "--json").out + done("deliveries", "--json").out + say("doctor", "--json").out
    if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        database = settings.DATABASES["default"]["NAME"]
        from pathlib import Path

        kept = b"".join(path.read_bytes() for path in Path(str(database)).parent.glob("*sqlite3*"))
        assert TOKEN.encode() not in kept
        assert REFRESH_TOKEN.encode() not in kept
    assert TOKEN not in said
    assert REFRESH_TOKEN not in said


def test_a_correction_is_carried_to_every_channel(instance: Portal, sandbox: SandboxServer) -> None:
    publish()
    (item,) = done("item", "list", "--json").json
    rows = done("correct", str(item["id"]), "--note", "Hội nghị diễn ra ngày 22/11.", "--json").json
    assert [(row["channel"], row["state"]) for row in rows if not row["awaits_approval"]] == []
    done("approve", "--all")
    done("run", "--once")
    assert states() == dict.fromkeys(CHANNELS, "live")
    for kind in CHANNELS:
        if kind != "feed":
            assert len(public(sandbox, kind)) == 1, kind
            newest = sandbox.app.stage[kind].wall()[0]
            assert "Hội nghị diễn ra ngày 22/11." in f"{newest.title} {newest.body}", kind
