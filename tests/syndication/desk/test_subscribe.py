"""Hubs are subscribed to by themselves, asked again and renewed in time, and left when nobody wants them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client, override_settings
from django.utils import timezone

from scheduler import vault
from scheduler.access import open_wire
from syndication.desk import rekey, subscribe
from syndication.desk.receive import receive
from syndication.desk.sources import add_source
from syndication.sources.models import Source, Subscription
from tests.support.hub import Hub, question
from tests.support.portal import Article, Portal

pytestmark = pytest.mark.django_db
State = Subscription.State


@pytest.fixture
def portal() -> Iterator[Portal]:
    with Portal([Article(1)]) as server:
        yield server


@pytest.fixture
def hub() -> Iterator[Hub]:
    with Hub() as server:
        yield server


@pytest.fixture
def source(portal: Portal, hub: Hub) -> Source:
    """Pulled once; its feed names the hub, and an address of its own."""
    portal.headers = {"Link": f'<{hub.url}>; rel="hub", <https://moha.gov.vn/rss>; rel="self"'}
    made = add_source("cong", f"{portal.url}/rss")
    pull(made)
    return made


def pull(source: Source) -> None:
    source.refresh_from_db()
    assert receive(source, open_wire(2.0), who="test", now=timezone.now()).error is None


def row() -> Subscription:
    return Subscription.objects.get(source__isnull=False)


def tend(after: timedelta = timedelta(0)) -> int:
    return subscribe.tend(open_wire(2.0), now=timezone.now() + after)


def hub_asks(client: Client, form: dict[str, str], **changes: str) -> tuple[int, bytes]:
    path = form["hub.callback"].removeprefix("http://127.0.0.1:8000")
    answer = client.get(path, question(form, **changes))
    return answer.status_code, answer.content


def test_a_hub_that_the_feed_names_is_asked_with_a_secret_and_a_callback_that_nobody_can_guess(
    source: Source, hub: Hub
) -> None:
    assert tend() == 1
    (form,) = hub.asked
    assert (form["hub.mode"], form["hub.topic"]) == ("subscribe", "https://moha.gov.vn/rss")
    assert form["hub.callback"] == f"http://127.0.0.1:8000/websub/{row().token}"
    assert len(row().token) >= 32
    assert 32 <= len(form["hub.secret"]) < 200
    assert form["hub.secret"].encode() not in bytes(row().secret), "it is kept sealed"
    assert row().state == State.ASKED
    assert tend() == 0, "it waits for the hub"


def test_a_hub_that_only_the_feed_itself_names_is_asked_under_the_feeds_own_name(portal: Portal, hub: Hub) -> None:
    atom = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><id>x</id><title>Tin</title><updated>2026-11-20T08:00:00Z</updated>'
        f'<link rel="hub" href="{hub.url}"/><link rel="self" href="https://moha.gov.vn/tin.atom?a=1&amp;b=2"/>'
        "<entry><id>1</id><title>Một tin</title><updated>2026-11-20T08:00:00Z</updated></entry></feed>"
    )
    portal.files["/atom"] = atom.encode(), "application/atom+xml"
    pull(add_source("cong", f"{portal.url}/atom"))
    assert tend() == 1
    assert hub.asked[0]["hub.topic"] == "https://moha.gov.vn/tin.atom?a=1&b=2"


def test_the_hub_verifies_and_its_lease_is_kept(source: Source, hub: Hub, client: Client) -> None:
    tend()
    status, body = hub_asks(client, hub.asked[0], lease_seconds="3000")
    assert (status, body.decode()) == (200, "thử thách & 1=2")
    assert row().state == State.VERIFIED
    assert timedelta(minutes=49) < row().lease_until - timezone.now() <= timedelta(minutes=50)


def test_the_answer_to_a_challenge_is_plain_text(source: Source, hub: Hub, client: Client) -> None:
    tend()
    answer = client.get(f"/websub/{row().token}", question(hub.asked[0], challenge="<script>alert(1)</script>"))
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert answer["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    "changes",
    [{"topic": "https://moha.gov.vn/other"}, {"mode": "unsubscribe"}, {"mode": "x"}, {"challenge": ""}],
    ids=["another topic", "an end that nobody wants", "an unknown mode", "no challenge"],
)
def test_what_was_not_asked_for_is_not_verified(
    source: Source, hub: Hub, client: Client, changes: dict[str, str]
) -> None:
    tend()
    assert hub_asks(client, hub.asked[0], **changes) == (404, b"")
    assert row().state == State.ASKED


def test_an_address_that_nobody_was_given_is_not_there(client: Client, db: None) -> None:
    asked = {"hub.mode": "subscribe", "hub.topic": "x", "hub.challenge": "1"}
    assert client.get("/websub/unknown", asked).status_code == 404
    assert client.post("/websub/unknown", b"x", content_type="text/xml").status_code == 404
    assert client.put("/websub/unknown").status_code == 405


def test_a_hub_that_denies_is_believed_and_asked_again_after_a_day(source: Source, hub: Hub, client: Client) -> None:
    tend()
    assert hub_asks(client, hub.asked[0], mode="denied", reason="no\x00 room\n" + "x" * 900)[0] == 200
    assert row().state == State.DENIED
    assert "no room xxx" in row().problem["en"]
    assert len(row().problem["en"]) < 400
    assert tend(timedelta(hours=23)) == 0
    assert tend(timedelta(hours=25)) == 1


def test_a_hub_that_never_verifies_is_asked_again_ever_more_rarely(source: Source, hub: Hub) -> None:
    tend()
    assert tend(timedelta(minutes=4)) == 0
    assert tend(timedelta(minutes=6)) == 1
    assert "has not verified" in row().problem["en"]
    asked_at = row().asked_at
    assert row().due_at - asked_at == timedelta(minutes=30)
    for _ in range(8):
        Subscription.objects.update(due_at=timezone.now())
        tend()
    assert row().due_at - row().asked_at == timedelta(days=1)
    assert len({form["hub.callback"] for form in hub.asked}) == 1


def test_a_hub_that_refuses_or_is_silent_is_named_and_the_source_goes_on(source: Source, hub: Hub) -> None:
    hub.answers["/hub"] = (500, {})
    tend()
    assert "HTTP 500" in row().problem["en"]
    Subscription.objects.update(hub="http://127.0.0.1:9/", due_at=timezone.now())
    tend()
    assert "could not be reached" in row().problem["en"]


def test_a_lease_is_renewed_when_two_thirds_of_it_are_over(
    source: Source, portal: Portal, hub: Hub, client: Client
) -> None:
    tend()
    hub_asks(client, hub.asked[0], lease_seconds="9000")
    portal.requests.clear()
    assert tend(timedelta(seconds=5900)) == 0
    assert tend(timedelta(seconds=6100)) == 1
    assert portal.requests == ["/rss"], "the feed was asked anew for its hub"
    assert hub.asked[1] == hub.asked[0]
    assert row().state == State.VERIFIED
    hub_asks(client, hub.asked[1], lease_seconds="90000")
    assert row().lease_until - timezone.now() > timedelta(hours=24)


def test_a_lease_that_ran_out_is_said_and_asked_for_again(source: Source, hub: Hub, client: Client) -> None:
    tend()
    hub_asks(client, hub.asked[0], lease_seconds="60")
    hub.answers["/hub"] = (503, {})
    tend(timedelta(seconds=50))
    tend(timedelta(seconds=70))
    assert row().state == State.ASKED
    assert "ran out" in row().problem["en"]
    hub.answers.clear()
    tend(timedelta(hours=1))
    hub_asks(client, hub.asked[-1])
    assert (row().state, row().problem) == (State.VERIFIED, {})


@pytest.mark.parametrize("status", [307, 308])
def test_a_hub_that_sends_us_on_is_followed_with_the_same_form(source: Source, hub: Hub, status: int) -> None:
    hub.answers["/hub"] = (status, {"Location": "/moved"})
    tend()
    assert [form.pop("path") for form in hub.asked] == ["/hub", "/moved"]
    assert hub.asked[0] == hub.asked[1]
    assert row().problem == {}


def test_a_hub_that_sends_us_round_or_to_where_the_secret_could_be_read_is_not_followed(
    source: Source, hub: Hub
) -> None:
    hub.answers["/hub"] = (307, {"Location": "/hub"})
    tend()
    assert len(hub.asked) == subscribe.STEPS + 1
    assert "not followed" in row().problem["en"]
    hub.answers["/hub"] = (307, {"Location": "http://hub.example/"})
    Subscription.objects.update(due_at=timezone.now(), problem={})
    tend()
    assert "not followed" in row().problem["en"]
    hub.answers["/hub"] = (302, {"Location": "/moved"})
    Subscription.objects.update(due_at=timezone.now(), problem={})
    tend()
    assert "HTTP 302" in row().problem["en"]


def test_a_hub_without_https_is_not_subscribed_to_and_one_with_it_is_taken_before_it(portal: Portal) -> None:
    portal.headers = {"Link": '<http://open.example/hub>; rel=hub, <https://closed.example/hub>; rel="hub"'}
    source = add_source("cong", f"{portal.url}/rss")
    pull(source)
    assert row().hub == "https://closed.example/hub"
    portal.headers = {"Link": "<http://open.example/hub>; rel=hub"}
    portal.articles = [Article(2)]
    pull(source)
    assert tend() == 0
    assert (row().state, row().hub) == (State.ENDED, "http://open.example/hub")
    assert "not reached by https" in row().problem["en"]


def test_without_https_of_our_own_or_when_it_is_switched_off_no_hub_is_asked(source: Source, hub: Hub) -> None:
    with override_settings(SYNDICATION_BASE_URL="http://dang-tin.example"):
        assert (tend(), row().state) == (0, State.ENDED)
        assert "SYNDICATION_BASE_URL" in row().problem["en"]
    with override_settings(SYNDICATION_BASE_URL="https://dang-tin.example", SYNDICATION_WEBSUB=False):
        assert (tend(), row().state) == (0, State.ENDED)
    with override_settings(SYNDICATION_BASE_URL="https://dang-tin.example"):
        assert tend() == 1
    assert hub.asked[0]["hub.callback"].startswith("https://dang-tin.example/websub/")
    assert (row().state, row().problem) == (State.ASKED, {})


def verified(hub: Hub, client: Client) -> dict[str, str]:
    tend()
    hub_asks(client, hub.asked[0])
    return hub.asked[0]


def test_a_hub_that_the_feed_names_no_more_is_left_and_its_row_goes_when_it_has_agreed(
    source: Source, portal: Portal, hub: Hub, client: Client
) -> None:
    form = verified(hub, client)
    portal.headers = {}
    portal.articles = [Article(2)]
    pull(source)
    assert tend() == 1
    assert hub.asked[1]["hub.mode"] == "unsubscribe"
    assert "hub.secret" not in hub.asked[1]
    assert hub_asks(client, form)[0] == 404, "no renewal of what nobody wants"
    assert client.post(form["hub.callback"].partition(":8000")[2], b"", content_type="text/xml").status_code == 410
    assert hub_asks(client, hub.asked[1])[0] == 200
    tend()
    assert not Subscription.objects.exists()


def test_another_hub_takes_the_place_of_the_one_before(
    source: Source, portal: Portal, hub: Hub, client: Client
) -> None:
    first = verified(hub, client)
    portal.headers = {"Link": f"<{hub.address}/other>; rel=hub"}
    # The document is the same: it is the renewal that finds it out.
    tend(timedelta(days=7))
    assert row().hub == f"{hub.address}/other"
    assert row().topic == f"{portal.url}/rss", "without an address of its own the feed is known by where it came from"
    tend(timedelta(days=7))
    tend(timedelta(days=7))
    told = {(form["path"], form["hub.mode"]) for form in hub.asked[1:]}
    assert told == {("/hub", "unsubscribe"), ("/other", "subscribe")}
    assert hub.asked[-1]["hub.callback"] != first["hub.callback"]


@pytest.mark.parametrize("how", ["stopped", "paused"])
def test_a_source_that_rests_leaves_its_hub_and_comes_back_to_it(
    source: Source, hub: Hub, client: Client, how: str
) -> None:
    verified(hub, client)
    Source.objects.update(**{how: True})
    tend()
    assert (hub.asked[1]["hub.mode"], row().state) == ("unsubscribe", State.ENDED)
    hub_asks(client, hub.asked[1])
    Source.objects.update(**{how: False})
    tend()
    assert (hub.asked[2]["hub.mode"], row().state) == ("subscribe", State.ASKED)


def test_a_hub_that_does_not_let_us_go_is_asked_three_times_and_forgotten(
    source: Source, hub: Hub, client: Client
) -> None:
    verified(hub, client)
    source.delete()
    for hours in range(0, 48, 4):
        tend(timedelta(hours=hours))
    assert [form["hub.mode"] for form in hub.asked] == ["subscribe", *["unsubscribe"] * subscribe.GOODBYES]
    assert not Subscription.objects.exists()


def test_one_hub_that_fails_keeps_no_other_waiting(
    source: Source, portal: Portal, hub: Hub, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    broken = add_source("hong", f"{portal.url}/rss")
    pull(broken)
    real = subscribe._post

    def post(row: Subscription, *words: object) -> object:
        if row.source == broken:
            raise RuntimeError("a fault of ours")
        return real(row, *words)  # type: ignore[arg-type]

    monkeypatch.setattr(subscribe, "_post", post)
    tend()
    assert len(hub.asked) == 1
    assert "could not be tended" in caplog.text


def test_of_two_workers_one_asks(source: Source, hub: Hub) -> None:
    one, two = row(), row()
    wire, now = open_wire(2.0), timezone.now()
    assert (subscribe._tend(one, wire, now), subscribe._tend(two, wire, now)) == (True, False)
    assert len(hub.asked) == 1


def test_the_secret_is_encrypted_anew_with_the_others_and_one_that_no_key_opens_is_replaced(
    source: Source, hub: Hub
) -> None:
    with override_settings(SYNDICATION_SECRET_KEYS=["old"]):
        Subscription.objects.update(secret=vault.seal({"secret": "kín"}))
    with override_settings(SYNDICATION_SECRET_KEYS=["new", "old"]):
        assert vault.by_first_key(row().secret) is False
        assert rekey.reseal.reseal(rekey.ABOVE).others == 1
    with override_settings(SYNDICATION_SECRET_KEYS=["new"]):
        assert subscribe.secret_of(row()) == "kín"
    with override_settings(SYNDICATION_SECRET_KEYS=["another"]):
        assert subscribe.secret_of(row()) == ""
        tend()
        assert len(hub.asked[0]["hub.secret"]) > 32
        assert subscribe.secret_of(row()) == hub.asked[0]["hub.secret"]
