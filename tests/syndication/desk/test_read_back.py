"""What has become public is read back, and a person hears when the attribution is gone from it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone
from pytest_django.live_server_helper import LiveServer

from channels.sandbox.server import SandboxServer
from scheduler import rounds
from scheduler.models import Account, Delivery
from scheduler.states import State
from syndication.desk import read_back
from syndication.gate.models import Reading
from syndication.notices import board
from tests.support import instance as make
from tests.support.desk import account_words, done

pytestmark = pytest.mark.django_db(transaction=True)
LATER = timedelta(minutes=3)


def published(kind: str, sandbox: SandboxServer, live_server: LiveServer) -> Delivery:
    done("account", "add", kind, *account_words(kind, sandbox.url, live_server.url))
    media = [make.picture("#8b1a1a", (320, 180)), *([make.film()] if kind == "youtube" else [])]
    row = make.delivery(make.item("Hội nghị", media=media), Account.objects.get(name=kind))
    make.approved(row, make.person("approver"))
    rounds.run_once()
    fresh = Delivery.objects.get(pk=row.pk)
    assert fresh.state == State.LIVE, fresh.reason
    return fresh


def facebook(stage: Any, change: Callable[[str], str]) -> None:
    (post,) = stage.posts.values()
    post.message = change(post.message)


def youtube(stage: Any, change: Callable[[str], str]) -> None:
    (video,) = stage.videos
    video.snippet["description"] = change(video.snippet["description"])


def zalo(stage: Any, change: Callable[[str], str]) -> None:
    (article,) = stage.shelf.articles.values()
    article.told["body"][-1]["content"] = change(article.told["body"][-1]["content"])


BY_HAND = {"facebook": facebook, "youtube": youtube, "zalo": zalo}


def notices() -> list[str]:
    return [notice.say["vi"] for notice in board.open_notices().filter(kind="attribution")]


def at(moment: datetime) -> int:
    return read_back.read_back(now=moment)


@pytest.mark.parametrize("kind", sorted(BY_HAND))
def test_a_person_hears_when_it_is_gone_and_no_more_when_it_is_back(
    kind: str, sandbox: SandboxServer, live_server: LiveServer
) -> None:
    row, now = published(kind, sandbox, live_server), timezone.now()
    assert at(now) == 0, "platforms need a moment"
    assert at(now + LATER) == 1
    assert Reading.objects.get().result == "whole"
    assert (at(now + LATER), notices()) == (0, []), "once is enough"

    # Somebody edits it there, and it is corrected by us so that it is looked at again.
    Reading.objects.all().delete()
    stage = sandbox.app.stage[kind]
    whole: list[str] = []

    def take_away(text: str) -> str:
        whole.append(text)
        return text.replace("Nguồn: Cổng thông tin điện tử Bộ Nội vụ", "Nguồn: Internet")

    BY_HAND[kind](stage, take_away)
    assert at(now + LATER) == 1
    assert Reading.objects.get().result == "gone"
    (said,) = notices()
    assert "“Hội nghị”" in said
    assert "ghi nguồn bắt buộc" in said
    fresh = Delivery.objects.get(pk=row.pk)
    assert (fresh.state, fresh.todo) == (State.LIVE, read_back.GONE.to_json())
    assert fresh.events.order_by("-version")[0].why == "attribution-gone"
    assert at(now + LATER * 2) == 0, "not asked about every minute"

    BY_HAND[kind](stage, lambda text: whole[0])
    assert at(now + LATER + read_back.AGAIN) == 1
    fresh.refresh_from_db()
    assert (notices(), fresh.todo) == ([], {})


def test_what_gives_no_text_back_is_left_in_peace(sandbox: SandboxServer, live_server: LiveServer) -> None:
    published("govportal", sandbox, live_server)
    now = timezone.now() + LATER
    assert (at(now), at(now + read_back.AGAIN * 2)) == (1, 0)
    assert (Reading.objects.get().result, notices()) == ("silent", [])


def test_what_cannot_be_asked_is_asked_again_later_and_alarms_nobody(
    sandbox: SandboxServer, live_server: LiveServer
) -> None:
    published("facebook", sandbox, live_server)
    now = timezone.now() + LATER
    sandbox.app.faults["facebook"].order("*", "refuse-500", times=20)
    assert (at(now), at(now + LATER)) == (1, 0)
    assert (Reading.objects.get().result, notices()) == ("unread", [])
    sandbox.app.faults["facebook"].clear()
    assert at(now + read_back.AGAIN) == 1
    assert Reading.objects.get().result == "whole"


def test_what_was_taken_back_needs_no_attribution_any_more(sandbox: SandboxServer, live_server: LiveServer) -> None:
    row, now = published("facebook", sandbox, live_server), timezone.now()
    facebook(sandbox.app.stage["facebook"], lambda text: "Mất nguồn.")
    at(now + LATER)
    assert notices()
    done("withdraw", str(row.item), "--reason", "R1d")
    done("run", "--once")
    at(now + LATER)
    assert notices() == []


def test_what_was_held_for_days_before_it_became_public_is_read_back_all_the_same(
    sandbox: SandboxServer, live_server: LiveServer
) -> None:
    row, now = published("facebook", sandbox, live_server), timezone.now()
    Delivery.objects.filter(pk=row.pk).update(due_at=now - timedelta(days=5))
    assert at(now + LATER) == 1
