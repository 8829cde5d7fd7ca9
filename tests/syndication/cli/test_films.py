"""A WebM, from the portal to the public of three channels, by commands alone."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import av
import pytest
from pytest_django.live_server_helper import LiveServer

from channels.sandbox.server import SandboxServer
from formatters.films.words import BEING_MADE
from tests.support.desk import account_words, done
from tests.support.films import film
from tests.support.portal import Article, Portal

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("apart_indeed")]
WEBM = film("webm", "libvpx-vp9", "libopus", size=(320, 180), pictures=30)


@pytest.fixture
def portal() -> Iterator[Portal]:
    with Portal() as server:
        server.files["/phim"] = (WEBM, "application/octet-stream")
        server.articles = [Article(1, guid="moha-1", film=f"{server.url}/phim")]
        yield server


def shown(sandbox: SandboxServer, kind: str) -> tuple[str, str, int]:
    """Container, codec and bytes of the film that the public of this channel sees."""
    stage = sandbox.app.stage[kind]
    with stage.lock:
        (card,) = stage.wall()
        found = stage.file(card.film.rsplit("/", 1)[1])
    assert found is not None
    data = found[0].read_bytes() if isinstance(found[0], Path) else found[0]
    with av.open(io.BytesIO(data)) as opened:
        return opened.format.name, opened.streams.video[0].codec_context.name, len(data)


def test_each_channel_gets_the_film_as_it_takes_it(
    portal: Portal, sandbox: SandboxServer, live_server: LiveServer
) -> None:
    done("init")
    done("source", "add", "cong", f"{portal.url}/rss", "--no-baseline")
    for kind in ("facebook", "youtube", "zalo"):
        done("account", "add", kind, *account_words(kind, sandbox.url, live_server.url))
        done("route", "add", "--source", "cong", "--account", kind, "--approval", "auto")
    done("source", "pull", "--json")
    assert {row["channel"] for row in done("deliveries", "--json").json} == {"youtube"}

    untold = done("item", "show", "moha-1", "--json").json["untold"]
    assert [(one["account"], one["en"]) for one in untold] == [(kind, BEING_MADE.en) for kind in ("facebook", "zalo")]
    assert "film       WebM · VP9 320 × 180, 25/s · 0:01 · Opus, −20" in done("item", "show", "moha-1").out
    made = done("run", "--once", "--json").json
    assert made == {"films": 1, "live": 3}, "one copy does for Facebook and Zalo"

    assert shown(sandbox, "youtube")[:2] == ("matroska,webm", "vp9")
    assert shown(sandbox, "youtube")[2] == len(WEBM), "YouTube takes everything, and gets the film as it is"
    for kind in ("facebook", "zalo"):
        assert shown(sandbox, kind)[:2] == ("mov,mp4,m4a,3gp,3g2,mj2", "h264")
    (video,) = [one for one in sandbox.app.stage["youtube"].objects() if one["live"]]
    assert video["thumbnail"], "a frame of the film, for the item has no picture"
    assert done("run", "--once", "--json").json == {}
