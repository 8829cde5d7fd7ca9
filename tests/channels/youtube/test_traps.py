"""Where google-api-python-client and the resumable protocol are known to trip people: each trap, and that we do not fall into it.

An `https` upload address before a plain http stand-in · `part` as a list · a 308 taken for a redirect · an empty body sent again after a
401, a 5xx or a dropped connection · `from_json` that forgets the session · a start that must be 200 · a Range that is not aligned, or
is missing · a new Location · a session that is gone (404, 410), or that nobody speaks of · a lost last answer · a film that is an exact
multiple of a part · an empty film and one beyond the limit · `num_retries` · answers with less in them than the reference shows.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import replace

import pytest
from werkzeug.wrappers import Response

from channels.channel import Receipt, Remote, Unfinished
from channels.errors import AccountBroken, NotAccepted, OutcomeUnknown, Refused, Throttled, Unavailable
from channels.youtube.adapter import YouTube
from tests.channels.youtube.bare import Bare
from tests.channels.youtube.conftest import KEY, PART, Bench, film_of_parts, told
from tests.support.access import access_to, blob_of


@pytest.fixture
def bare() -> Iterator[Bare]:
    with Bare() as running:
        yield running


def publish(bare: Bare, parts: float = 1) -> Receipt:
    secrets = {"client_id": "c", "client_secret": "s", "refresh_token": "r"}
    access = access_to(
        "youtube", {"api_url": bare.url, "token_url": f"{bare.url}/token", "privacy": "unlisted"}, secrets
    )
    return YouTube(chunk=PART).publish(told(film_of_parts(parts)), KEY, access)


def test_every_step_of_an_upload_stays_on_the_address_that_was_set_http_or_not(bare: Bare) -> None:
    publish(bare, 2)
    asked = [f"{seen.method} {seen.path}" for seen in bare.seen if seen.path != "/token"]
    assert asked == ["POST /upload/youtube/v3/videos", "PUT /session", "PUT /session"]


def test_part_is_one_string(bare: Bare) -> None:
    publish(bare)
    start = bare.first("/upload/youtube/v3/videos")
    assert start.args.getlist("part") == ["snippet,status"]
    assert start.args["uploadType"] == "resumable"


def test_the_start_announces_size_and_type_and_holds_no_bytes(bare: Bare) -> None:
    publish(bare)
    start = bare.first("/upload/youtube/v3/videos")
    assert start.headers["X-Upload-Content-Length"] == str(PART)
    assert start.headers["X-Upload-Content-Type"] == "video/mp4"
    assert json.loads(start.get_data())["status"]["privacyStatus"] == "unlisted"


def test_a_start_that_answers_201_is_as_good_as_200(bare: Bare) -> None:
    bare.answers["/upload/youtube/v3/videos"] = [Response(status=201, headers={"Location": f"{bare.url}/session"})]
    assert publish(bare).remote_id == "v1"


def test_a_start_without_a_location_is_no_video_and_is_tried_later(bare: Bare) -> None:
    bare.answers["/upload/youtube/v3/videos"] = [Response(status=200)]
    with pytest.raises(Unavailable):
        publish(bare)


def test_a_session_may_have_a_relative_address(bare: Bare) -> None:
    response = Response(status=200, headers={"Location": "/session"})
    response.autocorrect_location_header = False
    bare.answers["/upload/youtube/v3/videos"] = [response]
    assert publish(bare).remote_id == "v1"


def test_a_308_is_no_redirect_even_with_a_location(bare: Bare) -> None:
    moved = Response(status=308, headers={"Range": f"bytes=0-{PART - 1}", "Location": f"{bare.url}/elsewhere"})
    bare.answers["/session"] = [moved]
    bare.answers["/elsewhere"] = [bare.video()]
    assert publish(bare, 2).remote_id == "v1"
    (second,) = [seen for seen in bare.seen if seen.path == "/elsewhere"]
    assert second.headers["Content-Range"] == f"bytes {PART}-{2 * PART - 1}/{2 * PART}"
    assert second.method == "PUT"


@pytest.mark.parametrize("said", ["bytes=0-{0}", "0-{0}", "bytes 0-{0}"])
def test_a_range_is_read_however_it_is_spelt(bare: Bare, said: str) -> None:
    bare.answers["/session"] = [Response(status=308, headers={"Range": said.format(PART - 1)}), bare.video()]
    publish(bare, 2)
    ranges = [seen.headers["Content-Range"] for seen in bare.seen if seen.path == "/session"]
    assert ranges[1] == f"bytes {PART}-{2 * PART - 1}/{2 * PART}"


def test_a_last_answer_with_nothing_but_an_id_is_enough(bare: Bare) -> None:
    receipt = publish(bare)
    assert (receipt.remote_id, receipt.state) == ("v1", Remote.PROCESSING)


@pytest.mark.parametrize("body", ["", "<html>", "[]", '{"kind": "youtube#video"}'])
def test_a_last_answer_that_names_no_video_is_unknown_never_refused(bare: Bare, body: str) -> None:
    bare.answers["/session"] = [Response(body, status=200)]
    with pytest.raises(OutcomeUnknown):
        publish(bare)


def test_a_401_in_the_middle_of_a_part_sends_its_bytes_again_whole_with_a_fresh_token(bare: Bare) -> None:
    bare.answers["/session"] = [Response(status=401)]
    publish(bare)
    first, second = (seen for seen in bare.seen if seen.path == "/session")
    assert first.get_data() == second.get_data()
    assert len(second.get_data()) == PART == second.content_length
    assert first.headers["Authorization"] != second.headers["Authorization"]


def test_no_write_is_ever_repeated_by_the_library(bare: Bare) -> None:
    bare.answers["/upload/youtube/v3/videos"] = [Response(status=503), Response(status=429)]
    for error in (Unavailable, Throttled):
        with pytest.raises(error):
            publish(bare)
    assert len([seen for seen in bare.seen if seen.path == "/upload/youtube/v3/videos"]) == 2


@pytest.mark.parametrize("fault", ["half-401", "half-500", "half-503", "half-429", "half-drop"])
def test_a_part_that_is_broken_off_goes_on_from_what_the_platform_kept_and_never_hangs(
    bench: Bench, fault: str
) -> None:
    adapter, film = YouTube(chunk=4 * PART), film_of_parts(10)
    bench.order_at(4 * PART, fault)
    began = time.monotonic()
    try:
        adapter.publish(told(film), KEY, bench.access)
    except (NotAccepted, OutcomeUnknown):
        assert isinstance(adapter.find(KEY, told(film), bench.access.now(), bench.access), Unfinished)
        adapter.publish(told(film), KEY, bench.access)
    assert time.monotonic() - began < bench.access.settings["timeout_seconds"] / 10
    (there,) = bench.platform.objects()
    assert there["film"] == film.sha256
    assert bench.platform.uploads.opened == {"videos.insert": 1}
    if fault != "half-401":  # there the part is sent again at once, whole; what is kept already is not kept twice
        assert (6 * PART, 4 * PART) in bench.platform.uploads.received


@pytest.mark.parametrize("gone", ["session-gone", "session-410"])
def test_a_session_that_is_gone_is_looked_for_before_another_is_begun(bench: Bench, gone: str) -> None:
    film = film_of_parts(3)
    bench.order_at(PART, gone)
    with pytest.raises(OutcomeUnknown):
        bench.adapter.publish(told(film), KEY, bench.access)
    assert bench.adapter.find(KEY, told(film), bench.access.now(), bench.access) is None
    bench.adapter.publish(told(film), KEY, bench.access)
    assert len(bench.platform.objects()) == 1


def test_a_session_that_the_platform_will_not_speak_of_counts_as_gone(bench: Bench) -> None:
    film = film_of_parts(3)
    bench.order_at(PART, "drop")
    with pytest.raises(OutcomeUnknown):
        bench.adapter.publish(told(film), KEY, bench.access)
    bench.order("videos.query", "invalidFilename")  # any refusal that is not about the account
    assert bench.adapter.find(KEY, told(film), bench.access.now(), bench.access) is None
    assert bench.memo.value["lost"] is True


def test_a_session_whose_video_comes_later_is_asked_again_and_never_begun_anew(bench: Bench) -> None:
    film = film_of_parts(2)
    bench.order_at(PART, "finish-later")
    with pytest.raises(OutcomeUnknown):
        bench.adapter.publish(told(film), KEY, bench.access)
    found = bench.adapter.find(KEY, told(film), bench.access.now(), bench.access)
    assert isinstance(found, Receipt)
    assert len(bench.platform.objects()) == 1


def test_a_session_that_holds_every_byte_is_not_left_for_other_words(bench: Bench, bare: Bare) -> None:
    secrets = {"client_id": "c", "client_secret": "s", "refresh_token": "r"}
    access = access_to("youtube", {"api_url": bare.url, "token_url": f"{bare.url}/token"}, secrets)
    every = {"Range": f"bytes=0-{PART - 1}"}
    bare.answers["/session"] = [Response(status=308, headers=every), Response(status=308, headers=every)]
    for title in ("Một", "Hai"):
        with pytest.raises(OutcomeUnknown):
            YouTube(chunk=PART).publish(told(film_of_parts(1), title=title), KEY, access)
    assert len([seen for seen in bare.seen if seen.path == "/upload/youtube/v3/videos"]) == 1


def test_no_answer_to_the_first_part_backs_off_and_one_to_a_later_part_goes_on_at_once(bench: Bench) -> None:
    film = film_of_parts(4)
    bench.order("videos.chunk", "drop")
    with pytest.raises(Unavailable):
        bench.adapter.publish(told(film), KEY, bench.access)
    bench.order_at(PART, "drop")
    with pytest.raises(OutcomeUnknown):
        bench.adapter.publish(told(film), KEY, bench.access)
    bench.adapter.publish(told(film), KEY, bench.access)
    assert bench.platform.uploads.opened == {"videos.insert": 1}


def test_a_film_that_is_an_exact_multiple_of_a_part_ends_with_a_whole_part(bench: Bench) -> None:
    film = film_of_parts(4)
    YouTube(chunk=2 * PART).publish(told(film), KEY, bench.access)
    assert bench.platform.uploads.received == [(0, 2 * PART), (2 * PART, 2 * PART)]


@pytest.mark.parametrize("size", [0, 2**38 + 1])
def test_a_film_that_is_empty_or_beyond_the_limit_is_refused_before_anything_is_asked(bench: Bench, size: int) -> None:
    film = replace(blob_of(b"film", "video/mp4"), size=size)
    with pytest.raises(Refused):
        bench.adapter.publish(told(film), KEY, bench.access)
    assert bench.platform.tokens == {}


def test_a_film_of_an_unknown_kind_is_announced_as_bytes(bench: Bench) -> None:
    bench.adapter.publish(told(blob_of(b"film", "application/mp4")), KEY, bench.access)
    assert bench.platform.videos[0].session.mime == "application/octet-stream"


def test_a_session_address_that_leads_from_https_to_http_never_gets_the_token(bare: Bare) -> None:
    access = access_to("youtube", {"api_url": "https://youtube.example"}, {})
    access.memo.value = {"session": f"{bare.url}/session", "sha256": film_of_parts(1).sha256, "size": PART}
    with pytest.raises(AccountBroken):
        YouTube(chunk=PART).publish(told(film_of_parts(1)), KEY, access)
    assert bare.seen == []
