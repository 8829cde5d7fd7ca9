"""What the channel says of itself."""

from __future__ import annotations

import pytest

from channels.channel import Adapter
from channels.facebook import CHANNEL
from channels.registry import channel_of
from formatters.rendition import Unit


def test_it_is_found_by_its_kind_and_brings_its_adapter() -> None:
    assert channel_of("facebook") is CHANNEL
    adapter: Adapter = CHANNEL.load()
    assert callable(adapter.publish)


def test_the_settings_are_those_of_the_operators_contract() -> None:
    settings = CHANNEL.settle_settings({"page_id": "108"})
    own = {setting.name for setting in CHANNEL.settings} | {"settle_seconds", "timeout_seconds", "retry_seconds"}
    assert {name: value for name, value in settings.items() if name in own} == {
        "page_id": "108",
        "graph_url": "https://graph.facebook.com",
        "video_url": "https://graph-video.facebook.com",
        "graph_version": "v27.0",
        "dialog_url": "https://www.facebook.com",
        "find_pages": 100,
        "hashtags": "accented",
        "campaign": "",
        "app_id": None,
        "settle_seconds": 120,
        "timeout_seconds": 30,
        "retry_seconds": 30,
    }
    assert {setting.name for setting in CHANNEL.schema if setting.secret} == {"access_token", "app_secret"}


def test_a_page_is_chosen_when_the_account_is_connected_and_is_never_blank() -> None:
    assert CHANNEL.settle_settings({})["page_id"] == ""
    with pytest.raises(ValueError, match="page_id"):
        CHANNEL.settle_settings({"page_id": " "})


def test_the_text_is_counted_as_facebook_counts() -> None:
    text = CHANNEL.limits.text
    assert text is not None
    assert (text.most, text.unit) == (63_206, Unit.UTF16)
    assert all(slot.max_bytes == 4_000_000 and slot.fit == "cover" for slot in CHANNEL.limits.gallery)


def test_a_film_is_taken_up_to_ten_gigabytes_and_four_hours_and_has_a_poster() -> None:
    limits = CHANNEL.limits
    assert limits.film is not None
    assert limits.cover is not None
    assert (limits.film.max_bytes, limits.film.max_seconds) == (10_000_000_000, 14_400)
    assert limits.film.mimes == ("video/mp4", "video/quicktime")
    assert (limits.cover.name, limits.cover.width, limits.cover.height) == ("poster", 1280, 720)


def test_every_verb_it_cannot_do_has_its_reason() -> None:
    can = CHANNEL.can
    assert (can.find, can.revise, can.retract, can.broadcast) == (True, True, True, False)
    assert can.why["broadcast"].vi


def test_it_brings_its_consent_and_what_may_be_pasted() -> None:
    assert callable(CHANNEL.load_consent().redeem)
    assert set(CHANNEL.pasted) <= {setting.name for setting in CHANNEL.schema if setting.secret}
