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
    assert settings == {
        "page_id": "108",
        "graph_url": "https://graph.facebook.com",
        "video_url": "https://graph-video.facebook.com",
        "graph_version": "v27.0",
        "app_id": None,
        "settle_seconds": 120,
        "timeout_seconds": 30,
        "retry_seconds": 30,
        "spacing_seconds": 0,
    }
    assert {setting.name for setting in CHANNEL.schema if setting.secret} == {"access_token", "app_secret"}


def test_a_page_must_be_named() -> None:
    with pytest.raises(ValueError, match="page_id"):
        CHANNEL.settle_settings({})


def test_the_text_is_counted_as_facebook_counts() -> None:
    text = CHANNEL.limits.text
    assert text is not None
    assert (text.most, text.unit) == (63_206, Unit.UTF16)
    assert all(slot.max_bytes == 4_000_000 and slot.fit == "cover" for slot in CHANNEL.limits.gallery)
