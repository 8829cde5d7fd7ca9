"""Films: uploaded once, waited for without publishing, and then in the article."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from channels.channel import Receipt, Remote
from channels.errors import OutcomeUnknown, Refused, Throttled, Unavailable
from channels.zalo.multipart import PIECE, FilePart
from formatters.story import Blob

KEY = "https://moha.gov.vn/tin/57695"
AGAIN = "the same film was uploaded again"


def ready(desk: Any) -> Any:
    """The receipt of a publication whose film was converted first."""
    with pytest.raises(Throttled):
        desk.adapter.publish(desk.with_film(), KEY, desk.access)
    return desk.adapter.publish(desk.with_film(), KEY, desk.access)


def films(desk: Any) -> list[Any]:
    return list(desk.stage.films.films.values())


def test_while_a_film_is_converted_nothing_is_published_and_we_come_back_soon(desk: Any) -> None:
    with pytest.raises(Throttled) as wait:
        desk.adapter.publish(desk.with_film(), KEY, desk.access)
    assert wait.value.after == timedelta(seconds=3)
    assert "converting" in wait.value.say.en
    assert (desk.stage.articles, len(films(desk))) == ({}, 1)


def test_a_converted_film_stands_in_the_article_by_its_id_with_the_cover_before_it(desk: Any) -> None:
    assert ready(desk).state is Remote.PROCESSING
    (film,) = films(desk)
    (article,) = desk.stage.articles.values()
    assert article.told["body"][0] == {
        "type": "video",
        "video_id": film.id,
        "thumb": article.told["cover"]["photo_url"],
    }
    assert (film.mime, film.size) == ("video/mp4", desk.with_film().rendition.film.size)
    assert desk.stage.frowns == []


def test_a_killed_worker_s_successor_uploads_nothing_again(desk: Any) -> None:
    desk.stage.switches.converting = 3
    for _ in range(3):
        with pytest.raises(Throttled):
            type(desk.adapter)().publish(desk.with_film(), KEY, desk.access)
    assert desk.adapter.publish(desk.with_film(), KEY, desk.access).state is Remote.PROCESSING
    assert (len(films(desk)), desk.frowns()) == (1, [])


def test_an_article_that_was_lost_after_its_film_does_not_take_the_film_with_it(desk: Any) -> None:
    desk.stage.switches.converting = 0
    desk.fault("article.create", "refuse-502")
    with pytest.raises(OutcomeUnknown):
        desk.adapter.publish(desk.with_film(), KEY, desk.access)
    assert desk.adapter.publish(desk.with_film(), KEY, desk.access).state is Remote.PROCESSING
    assert (len(films(desk)), len(desk.stage.articles)) == (1, 1)


def test_a_correction_shows_the_same_film_without_uploading_it_again(desk: Any) -> None:
    receipt = ready(desk)
    for _ in range(2):
        receipt = desk.adapter.status(receipt, desk.access)
    desk.access.memo.value = {}  # as the ledger does once it is live
    receipt = desk.adapter.status(receipt, desk.access)
    revised = desk.adapter.revise(receipt, desk.with_film(title="Đính chính"), desk.access)
    assert (len(films(desk)), desk.frowns()) == (1, [])
    for _ in range(2):
        revised = desk.adapter.status(revised, desk.access)
    assert revised.evidence["film"]["id"] == films(desk)[0].id


def test_a_film_that_a_lost_article_shows_is_known_when_the_article_is_found(desk: Any) -> None:
    desk.stage.switches.converting = 0
    since = desk.ago
    desk.fault("article.create", "accept-then-502")
    with pytest.raises(OutcomeUnknown):
        desk.adapter.publish(desk.with_film(), KEY, desk.access)
    found = desk.adapter.find(KEY, desk.with_film(), since, desk.access)
    assert (found.state, found.evidence["film"]["id"]) == (Remote.LIVE, films(desk)[0].id)


def test_another_film_is_uploaded_though_one_is_known(desk: Any) -> None:
    earlier = Receipt(Remote.LIVE, "1", evidence={"film": {"sha256": "0" * 64, "id": "old"}})
    live = desk.live()
    with pytest.raises(Throttled):
        desk.adapter.revise(replace(live, evidence=earlier.evidence), desk.with_film(), desk.access)
    assert len(films(desk)) == 1


@pytest.mark.parametrize(("status", "word"), [(2, "locked"), (4, "cannot convert"), (5, "deleted")])
def test_a_film_that_zalo_will_not_have_is_refused_with_a_sentence_and_uploaded_anew_when_planned_again(
    desk: Any, status: int, word: str
) -> None:
    desk.stage.switches.converting, desk.stage.switches.film_ends = 0, status
    with pytest.raises(Refused) as refused:
        desk.adapter.publish(desk.with_film(), KEY, desk.access)
    assert word in refused.value.say.en
    assert desk.stage.articles == {}
    desk.stage.switches.film_ends = 1
    assert desk.adapter.publish(desk.with_film(), KEY, desk.access).state is Remote.PROCESSING
    assert len(films(desk)) == 2


@pytest.mark.parametrize("fault", ["accept-then-502", "accept-then-drop", "refuse-500", "accept-without-data"])
def test_an_upload_whose_answer_was_lost_has_published_nothing_and_is_simply_tried_again(desk: Any, fault: str) -> None:
    desk.stage.switches.converting = 0
    desk.fault("video.prepare", fault)
    with pytest.raises(Unavailable):
        desk.adapter.publish(desk.with_film(), KEY, desk.access)
    assert desk.adapter.publish(desk.with_film(), KEY, desk.access).state is Remote.PROCESSING
    assert len(desk.stage.articles) == 1


def test_a_token_of_a_film_that_zalo_no_longer_knows_is_forgotten(desk: Any) -> None:
    with pytest.raises(Throttled):
        desk.adapter.publish(desk.with_film(), KEY, desk.access)
    desk.stage.films.films.clear()
    with pytest.raises(Unavailable, match="no longer knows"):
        desk.adapter.publish(desk.with_film(), KEY, desk.access)
    with pytest.raises(Throttled):
        desk.adapter.publish(desk.with_film(), KEY, desk.access)
    assert len(films(desk)) == 1


def test_an_id_that_an_article_may_no_longer_show_is_forgotten(desk: Any) -> None:
    ready(desk)
    desk.access.memo.write({"film": desk.access.memo.read()["film"]})
    desk.stage.films.films.clear()
    with pytest.raises(Refused):
        desk.adapter.publish(desk.with_film(), KEY, desk.access)
    with pytest.raises(Throttled):
        desk.adapter.publish(desk.with_film(), KEY, desk.access)


def test_a_film_that_is_converted_for_more_than_an_hour_is_no_longer_waited_for_without_end(desk: Any) -> None:
    desk.stage.switches.converting = 99
    with pytest.raises(Throttled):
        desk.adapter.publish(desk.with_film(), KEY, desk.access)
    desk.access.later = timedelta(minutes=30)
    with pytest.raises(Throttled) as wait:
        desk.adapter.publish(desk.with_film(), KEY, desk.access)
    assert wait.value.after == timedelta(seconds=60)
    desk.access.later = timedelta(minutes=61)
    with pytest.raises(Unavailable):
        desk.adapter.publish(desk.with_film(), KEY, desk.access)


def test_the_token_of_a_film_is_asked_with_in_a_header(desk: Any) -> None:
    desk.stage.switches.film_token = "header"
    ready(desk)
    assert not [address for address in desk.server.app.addresses if "token=" in address]


def test_a_film_to_be_watched_elsewhere_is_an_address_in_the_body_and_nothing_is_uploaded(desk: Any) -> None:
    watch = "https://www.youtube.com/watch?v=abc"
    desk.adapter.publish(desk.with_film(film=None, watch=watch), KEY, desk.access)
    (article,) = desk.stage.articles.values()
    assert article.told["body"][0]["url"] == watch
    assert (films(desk), desk.stage.frowns) == ([], [])


def test_what_cannot_be_told_is_known_before_a_film_is_uploaded(desk: Any) -> None:
    parcel = desk.with_film()
    with pytest.raises(Refused):
        desk.adapter.publish(replace(parcel, rendition=replace(parcel.rendition, cover=None)), KEY, desk.access)
    assert films(desk) == []


class Counted(io.BytesIO):
    """A stream that remembers how much was asked of it at once."""

    most = 0

    def read(self, size: int | None = -1) -> bytes:
        Counted.most = max(Counted.most, size if size is not None and size >= 0 else 2**62)
        return super().read(size)


def test_a_film_is_handed_on_in_pieces_and_its_length_is_known_before(desk: Any) -> None:
    data = b"\x00\x00\x00\x18ftypmp42" + b"0" * (3 * PIECE + 7)
    blob = Blob("0" * 64, "video/mp4", len(data), lambda: Counted(data))
    part = FilePart("file", "a.mp4", blob)
    assert len(part) == len(b"".join(part))
    assert b"".join(part).count(data) == 1
    parcel = desk.with_film()
    film = replace(parcel.rendition.film, sha256=blob.sha256, size=blob.size)
    parcel = replace(parcel, rendition=replace(parcel.rendition, film=film), blobs={blob.sha256: blob})
    with pytest.raises(Throttled):
        desk.adapter.publish(parcel, KEY, desk.access)
    assert [film.size for film in films(desk)] == [len(data)]
    assert Counted.most == PIECE
