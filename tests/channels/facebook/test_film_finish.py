"""The one call that the public sees: lost, refused or doubted, it ends in exactly one video."""

from __future__ import annotations

import json
from collections.abc import Callable
from hashlib import sha256
from typing import Any

import pytest

from channels.channel import Receipt, Remote, Unfinished
from channels.errors import AccountBroken, OutcomeUnknown, Refused, Throttled, Unavailable
from channels.facebook.adapter import Facebook
from channels.facebook.sandbox import Sandbox
from channels.facebook.video import POSTER_BY_HAND
from tests.channels.facebook.conftest import FILM, KEY, TEXT, told, told_by_film
from tests.channels.facebook.notebook import Notebook
from tests.support.access import MemoryAccess

facebook = Facebook()
SHA = sha256(FILM).hexdigest()
PART = 70_000
LOST = [
    "accept-then-500",
    "accept-then-502",
    "accept-then-drop",
    "accept-then-hang",
    "accept-then-truncate",
    "accept-then-html",
    "accept-then-javascript",
]
NOTHING_DONE = ["refuse-500", "refuse-502", "drop", "transient", "1", "2"]


@pytest.fixture(autouse=True)
def small_parts(page: Sandbox) -> None:
    """The stand-in offers small parts, and is done with a film at once."""
    page.chunk, page.processing = PART, 0.0


def kept(account: MemoryAccess) -> dict[str, Any]:
    """What the memo holds of the film."""
    return dict(account.memo.read()["film"])


@pytest.mark.parametrize("fault", LOST)
def test_a_lost_answer_to_finish_is_unknown_and_the_memo_finds_the_video(
    fault: str, account: MemoryAccess, page: Sandbox, order: Callable[..., None]
) -> None:
    since = account.now()
    page.videos_as_reels = True  # the list of posts shows no reel: only the memo knows of it
    order("videos.finish", fault, seconds=0.1)
    with pytest.raises(OutcomeUnknown):
        facebook.publish(told_by_film(), KEY, account)
    found = facebook.find(KEY, told_by_film(), since, account)
    assert isinstance(found, Receipt)
    (post,) = page.objects()
    assert (found.state, found.remote_id) == (Remote.LIVE, post["id"])


@pytest.mark.parametrize("fault", NOTHING_DONE)
def test_a_finish_that_did_nothing_is_proven_absent_and_sent_again_for_the_same_video(
    fault: str, account: MemoryAccess, page: Sandbox, order: Callable[..., None]
) -> None:
    since = account.now()
    order("videos.finish", fault)
    with pytest.raises(OutcomeUnknown):
        facebook.publish(told_by_film(), KEY, account)
    assert facebook.find(KEY, told_by_film(), since, account) is None
    receipt = facebook.publish(told_by_film(), KEY, account)
    assert [film.id for film in page.films.values()] == [receipt.handle], "one session, one video"
    assert len(page.objects()) == 1


def test_a_video_that_shows_itself_late_is_taken_as_it_is_and_told_anew_never_sent_anew(
    account: MemoryAccess, page: Sandbox, order: Callable[..., None]
) -> None:
    since, now = account.now(), page.clock()
    page.lag = 60
    order("videos.finish", "accept-then-drop")
    with pytest.raises(OutcomeUnknown):
        facebook.publish(told_by_film(), KEY, account)
    assert facebook.find(KEY, told_by_film(), since, account) is None
    page.clock = lambda: now + 61
    receipt = facebook.publish(told_by_film(text=TEXT + "\nĐính chính", revision=2), KEY, account)
    (post,) = page.objects()
    assert (receipt.remote_id, receipt.evidence["revision"]) == (post["id"], 2)
    assert post["text"] == TEXT + "\nĐính chính"


def test_a_session_that_is_gone_after_a_lost_finish_is_never_begun_anew_while_the_video_may_be_there(
    account: MemoryAccess, page: Sandbox, order: Callable[..., None]
) -> None:
    since, now = account.now(), page.clock()
    page.lag = 10**6
    order("videos.finish", "accept-then-drop")
    for _ in range(3):
        with pytest.raises(OutcomeUnknown):
            facebook.publish(told_by_film(), KEY, account)
        assert facebook.find(KEY, told_by_film(), since, account) is None
    assert len(page.objects()) == 1
    page.lag, page.clock = 0, lambda: now + 61
    found = facebook.find(KEY, told_by_film(), since, account)
    assert isinstance(found, Receipt)
    assert found.state is Remote.LIVE


@pytest.mark.parametrize(("more", "begins_anew"), [({}, False), ({"published": False}, True)])
def test_that_every_byte_came_is_no_word_about_finish(
    more: dict[str, Any], begins_anew: bool, account: MemoryAccess, notebook: Notebook
) -> None:
    account.settings |= {"graph_url": notebook.url, "video_url": notebook.url}
    film = {"film": SHA, "size": len(FILM), "session": "7", "video": "8", "offset": len(FILM), "end": len(FILM)}
    account.memo.write({"film": {**film, "finishing": True, "about": "", "at": account.now().isoformat()}})
    video = json.dumps({"id": "8", "status": {"video_status": "upload_complete"}, **more})
    notebook.say(video)
    notebook.say('{"error":{"code":6000,"message":"the session is done"}}', 400)
    notebook.say(video)
    with pytest.raises(Unavailable if begins_anew else OutcomeUnknown):
        facebook.publish(told_by_film(), KEY, account)
    assert bool(kept(account).get("session")) is not begins_anew


def test_a_session_that_ended_after_a_finish_that_did_nothing_is_begun_anew(
    account: MemoryAccess, page: Sandbox, order: Callable[..., None]
) -> None:
    order("videos.finish", "drop")
    with pytest.raises(OutcomeUnknown):
        facebook.publish(told_by_film(), KEY, account)
    next(iter(page.uploads.values())).at -= 90_000  # seconds: it lives for a day
    with pytest.raises(Unavailable):
        facebook.publish(told_by_film(), KEY, account)
    facebook.publish(told_by_film(), KEY, account)
    assert [film.sha256 for film in page.films.values() if film.post] == [SHA]
    assert len(page.objects()) == 1


def test_a_video_said_to_be_not_published_yet_after_a_lost_finish_is_waited_for(
    account: MemoryAccess, page: Sandbox, order: Callable[..., None]
) -> None:
    page.videos_as_reels = True  # no list of posts helps
    since = account.now()
    order("videos.finish", "accept-then-drop")
    with pytest.raises(OutcomeUnknown):
        facebook.publish(told_by_film(), KEY, account)
    (film,) = page.films.values()
    film.published = False
    found = facebook.find(KEY, told_by_film(), since, account)
    assert isinstance(found, Receipt)
    assert found.state is Remote.PROCESSING
    film.published = True
    assert facebook.status(found, account).state is Remote.LIVE


@pytest.mark.parametrize("fault", ["190/463", "throttle"])
def test_a_doubt_about_finish_outlives_other_troubles(
    fault: str, account: MemoryAccess, page: Sandbox, order: Callable[..., None]
) -> None:
    order("videos.finish", "drop")
    with pytest.raises(OutcomeUnknown):
        facebook.publish(told_by_film(), KEY, account)
    order("videos.finish", fault)
    with pytest.raises((AccountBroken, Throttled)):
        facebook.publish(told_by_film(), KEY, account)
    assert kept(account)["finishing"]
    account.meter.resting.clear()
    facebook.publish(told_by_film(), KEY, account)
    assert len(page.objects()) == 1


def test_what_became_of_a_film_is_asked_even_when_its_item_has_lost_the_film(
    account: MemoryAccess, page: Sandbox, order: Callable[..., None]
) -> None:
    order("videos.finish", "accept-then-drop")
    with pytest.raises(OutcomeUnknown):
        facebook.publish(told_by_film(), KEY, account)
    receipt = facebook.publish(told(text="Không còn video " + KEY), KEY, account)
    (post,) = page.objects()
    assert receipt.remote_id == post["id"]
    assert receipt.todo is not None


def test_a_refused_finish_is_no_doubt(account: MemoryAccess, page: Sandbox, order: Callable[..., None]) -> None:
    order("videos.finish", "100/1404102")
    with pytest.raises(Refused):
        facebook.publish(told_by_film(), KEY, account)
    assert isinstance(facebook.find(KEY, told_by_film(), account.now(), account), Unfinished)


def test_a_finish_that_misses_bytes_goes_on_from_where_they_are_missing(
    account: MemoryAccess, page: Sandbox, order: Callable[..., None]
) -> None:
    order("videos.finish", "throttle")
    with pytest.raises(Throttled):
        facebook.publish(told_by_film(), KEY, account)
    account.meter.resting.clear()
    (upload,) = page.uploads.values()
    with upload.path.open("r+b") as held:
        held.truncate(PART)
    with pytest.raises(Unavailable):
        facebook.publish(told_by_film(), KEY, account)
    assert kept(account)["offset"] == PART
    facebook.publish(told_by_film(), KEY, account)
    assert [film.sha256 for film in page.films.values()] == [SHA]


@pytest.mark.parametrize("fault", ["324", "100/1366046", "413"])
def test_a_poster_that_is_refused_keeps_no_film_from_going(
    fault: str, account: MemoryAccess, page: Sandbox, order: Callable[..., None]
) -> None:
    parcel = told_by_film(poster="navy")
    order("videos.finish", fault)
    with pytest.raises(Unavailable):
        facebook.publish(parcel, KEY, account)
    receipt = facebook.publish(parcel, KEY, account)
    (film,) = page.films.values()
    assert film.thumbnail == ""
    assert receipt.todo == POSTER_BY_HAND
    assert facebook.status(receipt, account).todo == POSTER_BY_HAND
