"""A film on its way: in parts, resumed, published once whatever is lost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from typing import Any

import pytest

from channels.channel import Remote, Unfinished
from channels.errors import AccountBroken, Refused, Throttled, Unavailable, Unsupported
from channels.facebook.adapter import Facebook
from channels.facebook.sandbox import PAGE_ID, Sandbox
from tests.channels.facebook.conftest import FILM, KEY, TEXT, picture, told_by_film
from tests.channels.facebook.notebook import Notebook
from tests.support.access import MemoryAccess, access_to

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


def test_a_film_goes_up_in_the_parts_that_are_offered_and_is_published_with_its_texts(
    account: MemoryAccess, page: Sandbox
) -> None:
    receipt = facebook.publish(told_by_film(poster="navy"), KEY, account)
    (film,) = page.films.values()
    assert (film.sha256, film.title, film.description) == (SHA, "Cải cách", TEXT)
    assert page.photos[film.thumbnail].data == told_by_film(poster="navy").blobs[picture("navy").sha256].open().read()
    assert (receipt.state, receipt.remote_id, receipt.handle) == (Remote.PROCESSING, film.id, film.id)
    assert receipt.todo is None
    live = facebook.status(receipt, account)
    (post,) = page.objects()
    assert (live.state, live.remote_id, live.handle) == (Remote.LIVE, post["id"], film.id)
    assert live.url == f"https://www.facebook.com/{PAGE_ID}/videos/{film.id}/"
    assert page.frowns == []


def test_the_memo_is_written_after_every_part_and_before_finish(account: MemoryAccess, page: Sandbox) -> None:
    seen: list[tuple[int, bool, int]] = []
    write = account.memo.write

    def watched(value: dict[str, Any]) -> None:
        write(value)
        film = value["film"]
        seen.append((film.get("offset", -1), bool(film.get("finishing")), len(page.objects())))

    account.memo.write = watched  # type: ignore[method-assign]
    facebook.publish(told_by_film(), KEY, account)
    offsets = [min(at, len(FILM)) for at in range(0, len(FILM) + PART, PART)]
    assert seen == [(-1, False, 0), *((at, False, 0) for at in offsets), (len(FILM), True, 0)]


@pytest.mark.parametrize("fault", [*LOST, *NOTHING_DONE])
def test_a_lost_answer_to_the_start_is_harmless(
    fault: str, account: MemoryAccess, page: Sandbox, order: Callable[..., None]
) -> None:
    order("videos.start", fault, seconds=0.1)
    with pytest.raises(Unavailable):
        facebook.publish(told_by_film(), KEY, account)
    assert isinstance(facebook.find(KEY, told_by_film(), account.now(), account), Unfinished)
    facebook.publish(told_by_film(), KEY, account)
    assert [post["live"] for post in page.objects()] == [True]


@pytest.mark.parametrize("fault", [*LOST, *NOTHING_DONE, "half-then-drop"])
def test_a_part_whose_answer_is_lost_is_gone_on_from_where_meta_says(
    fault: str, account: MemoryAccess, page: Sandbox, order: Callable[..., None]
) -> None:
    order("videos.transfer", "accept-then-slow")
    order("videos.transfer", fault, seconds=0.1)
    with pytest.raises(Unavailable):
        facebook.publish(told_by_film(), KEY, account)
    assert kept(account)["offset"] == PART
    found = facebook.find(KEY, told_by_film(), account.now(), account)
    assert isinstance(found, Unfinished)
    assert found.evidence["offset"] == PART
    assert page.objects() == []
    facebook.publish(told_by_film(), KEY, account)
    (film,) = page.films.values()
    assert film.sha256 == SHA
    assert len(page.objects()) == 1


@pytest.mark.parametrize("as_text", [False, True])
def test_the_offsets_of_an_answer_out_of_order_are_followed(
    as_text: bool, account: MemoryAccess, page: Sandbox, order: Callable[..., None]
) -> None:
    page.error_data_as_text = as_text
    order("videos.transfer", "out-of-order")
    facebook.publish(told_by_film(), KEY, account)
    assert [film.sha256 for film in page.films.values()] == [SHA]


def test_no_more_than_four_megabytes_go_at_a_time_however_much_is_offered(account: MemoryAccess, page: Sandbox) -> None:
    page.chunk = 10**9
    calls = len(page.calls)
    facebook.publish(told_by_film(FILM + bytes(8 * 1024 * 1024)), KEY, account)
    assert len(page.calls) - calls == 1 + 3 + 1, "start, three parts, finish"
    assert len(page.objects()) == 1


def test_a_server_that_keeps_nothing_of_a_smaller_part_gets_all_that_it_offered(notebook: Notebook) -> None:
    account = access_to(
        "facebook",
        {"page_id": "108", "graph_url": notebook.url, "video_url": notebook.url},
        {"access_token": "token-1"},
    )
    data = FILM + bytes(5 * 1024 * 1024)
    offer = f'"start_offset":"0","end_offset":"{len(data)}"'
    notebook.say(f'{{"upload_session_id":"1","video_id":"2",{offer}}}')
    notebook.say(f"{{{offer}}}")
    notebook.say(f'{{"start_offset":"{len(data)}","end_offset":"{len(data)}"}}')
    notebook.say('{"success":true}')
    facebook.publish(told_by_film(data), KEY, account)
    sizes = [len(body) for _, _, _, _, body in notebook.seen]
    assert 4 * 1024 * 1024 < sizes[1] < len(data) < sizes[2]


def test_a_server_that_always_wants_the_same_bytes_is_not_fed_for_ever(
    account: MemoryAccess, page: Sandbox, order: Callable[..., None]
) -> None:
    order("videos.transfer", "out-of-order", times=100)
    with pytest.raises(Unavailable, match="no progress"):
        facebook.publish(told_by_film(), KEY, account)


def test_a_text_that_changed_meanwhile_is_the_one_that_finish_sends(
    account: MemoryAccess, page: Sandbox, order: Callable[..., None]
) -> None:
    order("videos.transfer", "drop")
    with pytest.raises(Unavailable):
        facebook.publish(told_by_film(), KEY, account)
    facebook.publish(told_by_film(text="Bản mới " + KEY), KEY, account)
    assert len(page.films) == 1
    assert page.objects()[0]["text"] == "Bản mới " + KEY


def test_another_film_begins_anew(account: MemoryAccess, page: Sandbox, order: Callable[..., None]) -> None:
    order("videos.transfer", "drop")
    with pytest.raises(Unavailable):
        facebook.publish(told_by_film(), KEY, account)
    other = FILM[:-1] + b"!"
    facebook.publish(told_by_film(other), KEY, account)
    assert [film.sha256 for film in page.films.values() if film.post] == [sha256(other).hexdigest()]
    assert len(page.objects()) == 1


@pytest.mark.parametrize("fault", ["6000/1363041", "100", "100/33"])
@pytest.mark.parametrize("operation", ["videos.transfer", "videos.finish"])
def test_a_remembered_session_that_is_gone_is_begun_anew(
    operation: str, fault: str, account: MemoryAccess, page: Sandbox, order: Callable[..., None]
) -> None:
    order(operation, "throttle")
    with pytest.raises(Throttled):
        facebook.publish(told_by_film(), KEY, account)
    account.meter.resting.clear()
    order(operation, fault)
    with pytest.raises(Unavailable):
        facebook.publish(told_by_film(), KEY, account)
    assert "session" not in kept(account)
    facebook.publish(told_by_film(), KEY, account)
    assert [film.sha256 for film in page.films.values() if film.post] == [SHA]
    assert len(page.objects()) == 1


@pytest.mark.parametrize(
    ("fault", "kind"), [("6000", Refused), ("382", Refused), ("190/463", AccountBroken), ("200", AccountBroken)]
)
def test_a_film_that_is_refused_at_once_is_refused(
    fault: str, kind: type[Exception], account: MemoryAccess, page: Sandbox, order: Callable[..., None]
) -> None:
    order("videos.start", fault)
    with pytest.raises(kind):
        facebook.publish(told_by_film(), KEY, account)
    assert page.objects() == []


def test_a_limit_in_the_middle_keeps_what_is_there(
    account: MemoryAccess, page: Sandbox, order: Callable[..., None]
) -> None:
    order("videos.transfer", "accept-then-slow", times=2)
    order("videos.transfer", "throttle")
    with pytest.raises(Throttled):
        facebook.publish(told_by_film(), KEY, account)
    assert kept(account)["offset"] == 2 * PART
    with pytest.raises(Throttled):
        facebook.publish(told_by_film(), KEY, account)
    assert len(page.films) == 1


def test_a_parcel_without_the_films_bytes_is_our_mistake(account: MemoryAccess, page: Sandbox) -> None:
    with pytest.raises(Unsupported):
        facebook.publish(replace(told_by_film(), blobs={}), KEY, account)
    assert page.films == {}


def test_a_film_that_is_shorter_than_announced_is_our_mistake_and_publishes_nothing(
    account: MemoryAccess, page: Sandbox
) -> None:
    parcel = told_by_film()
    blob = replace(parcel.blobs[SHA], size=len(FILM) + 1)
    with pytest.raises(Unsupported):
        facebook.publish(replace(parcel, blobs={SHA: blob}), KEY, account)
    assert page.objects() == []


def test_a_title_is_shortened_to_what_facebook_takes(account: MemoryAccess, page: Sandbox) -> None:
    facebook.publish(told_by_film(title="Quyết định " * 60), KEY, account)
    (film,) = page.films.values()
    assert 200 < len(film.title) <= 255
    assert page.frowns == []
