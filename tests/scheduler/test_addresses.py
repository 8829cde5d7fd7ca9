"""Addresses of pictures stay good when keys are exchanged, and when old ones are dropped."""

from __future__ import annotations

from pathlib import Path

from django.test import override_settings

from scheduler import addresses

DIGEST = "ab" * 32


def name_of(address: str) -> str:
    return address.rpartition("/")[2].removesuffix(".jpg")


def test_a_dropped_key_leaves_behind_what_its_addresses_are_known_by_and_not_itself(tmp_path: Path) -> None:
    retired = tmp_path / "keys.retired"
    with override_settings(SYNDICATION_SECRET_KEYS=["old"], SYNDICATION_RETIRED_KEYS_FILE=retired):
        minted = name_of(addresses.mint("https://a.example", DIGEST))
        left = addresses.left_behind("old")
    with override_settings(SYNDICATION_SECRET_KEYS=["new"], SYNDICATION_RETIRED_KEYS_FILE=retired):
        assert addresses.open_name(minted) is None
        retired.write_text(f"{left}\n")
        opened = addresses.open_name(minted)
        assert opened is not None
        assert opened.sha256 == DIGEST
        assert addresses.open_name(minted[:-1] + ("1" if minted.endswith("0") else "0")) is None
        assert name_of(addresses.mint("https://a.example", DIGEST)) != minted
    assert "old" not in left


def test_a_name_that_was_not_minted_here_opens_nothing() -> None:
    for name in (f"{DIGEST}-{'0' * 32}", DIGEST, "-", "", f"{DIGEST}-é"):
        assert addresses.open_name(name) is None
