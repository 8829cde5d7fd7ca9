"""The sizes that pictures are cut to, as the platforms show and take them."""

from __future__ import annotations

import pytest

from channels.registry import all_channels
from formatters.rendition import PictureSlot

CHANNELS = all_channels()
SLOTS = [
    pytest.param(kind, slot, id=f"{kind}-{slot.name}")
    for kind, channel in CHANNELS.items()
    for slot in (channel.limits.cover, *channel.limits.gallery)
    if slot is not None
]


@pytest.mark.parametrize(
    ("kind", "name", "size", "most"),
    [
        ("facebook", "landscape", (1200, 630), 4_000_000),
        ("facebook", "square", (1080, 1080), 4_000_000),
        ("facebook", "portrait", (1080, 1350), 4_000_000),
        ("youtube", "thumbnail", (1280, 720), 2_000_000),
        ("zalo", "cover", (1280, 720), 1_000_000),
        ("feed", "picture", (1200, 675), 1_000_000),
        ("govportal", "thumbnail", (1200, 675), 2_000_000),
    ],
)
def test_a_platforms_size_is_in_its_manifest_and_below_its_byte_cap(
    kind: str, name: str, size: tuple[int, int], most: int
) -> None:
    limits = CHANNELS[kind].limits
    found = {slot.name: slot for slot in (limits.cover, *limits.gallery) if slot is not None}[name]
    assert (found.width, found.height) == size
    assert found.max_bytes <= most


@pytest.mark.parametrize(("kind", "slot"), SLOTS)
def test_no_slot_asks_for_more_than_the_smallest_platform_shows(kind: str, slot: PictureSlot) -> None:
    assert max(slot.width, slot.height) <= 2048, kind
    assert slot.fit in ("cover", "within")
