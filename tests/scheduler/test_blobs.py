"""Bytes are kept by content, and public addresses of them cannot be guessed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from django.conf import settings
from django.test import override_settings

from scheduler import addresses, blobs


def test_the_same_bytes_are_kept_once_under_their_digest() -> None:
    digest = blobs.keep(b"picture")
    assert digest == sha256(b"picture").hexdigest() == blobs.keep(b"picture")
    kept = blobs.blob(digest, "image/jpeg")
    with kept.open() as stream:
        assert stream.read() == b"picture"
    assert kept.size == 7


def test_a_spooled_file_is_kept_without_being_read_whole_and_leaves_nothing_behind() -> None:
    with blobs.spool() as file:
        for _ in range(3):
            file.write(b"x" * blobs.CHUNK)
        digest, size = blobs.keep_file(file)
        assert blobs.keep_file(file) == (digest, size), "keeping it twice is harmless"
    assert size == 3 * blobs.CHUNK
    assert blobs.place(digest).stat().st_size == size
    assert not list(blobs.place(digest).parent.parent.glob(".spool-*"))


def test_bytes_that_are_not_here_are_an_error_and_never_an_empty_picture() -> None:
    with pytest.raises(FileNotFoundError):
        blobs.blob("0" * 64, "image/jpeg")


def test_an_address_opens_to_its_digest_and_any_other_seal_does_not() -> None:
    digest = sha256(b"x").hexdigest()
    address = addresses.mint("https://dang.moha.gov.vn/", digest)
    assert address.startswith(f"https://dang.moha.gov.vn/media/{digest}-")
    name = address.rsplit("/", 1)[1].removesuffix(".jpg")
    assert addresses.open_name(name) == addresses.Named(digest)
    assert addresses.open_name(f"{digest}-{'0' * addresses.LENGTH}") is None
    assert addresses.open_name(digest) is None


def test_an_address_given_out_under_an_older_key_still_opens() -> None:
    digest = sha256(b"x").hexdigest()
    with override_settings(SYNDICATION_SECRET_KEYS=["old"]):
        name = addresses.mint("", digest).rsplit("/", 1)[1].removesuffix(".jpg")
    with override_settings(SYNDICATION_SECRET_KEYS=["new", "old"]):
        assert addresses.open_name(name) == addresses.Named(digest)


def test_what_was_made_under_a_key_is_remembered_while_its_bytes_are_there() -> None:
    key = sha256(b"a plan").hexdigest()
    assert blobs.remembered(key) is None
    digest = blobs.keep(b"a cut")
    blobs.remember(key, digest)
    assert blobs.remembered(key) == (digest, 5)
    other = blobs.keep(b"another")
    blobs.remember(key, other)
    assert blobs.remembered(key) == (other, 7), "the newest stands"
    blobs.place(other).unlink()
    assert blobs.remembered(key) is None


@pytest.mark.parametrize("torn", [b"", b"\0" * 64, b"\xff" * 64, b"0123"])
def test_a_note_torn_by_a_crash_is_as_good_as_none(torn: bytes) -> None:
    key = sha256(b"torn").hexdigest()
    blobs.remember(key, blobs.keep(b"x"))
    (Path(settings.MEDIA_ROOT) / "made" / key[:2] / key).write_bytes(torn)
    assert blobs.remembered(key) is None


def test_temporary_files_of_the_killed_are_removed_after_a_day_and_what_was_kept_of_them_stays() -> None:
    now = datetime.now(UTC)
    with blobs.spool() as file:
        file.write(b"film")
        digest, _ = blobs.keep_file(file)
        left = Path(file.name)
        assert blobs.sweep(now) == 0, "somebody writes it"
        assert blobs.sweep(now + timedelta(days=1, minutes=1)) == 1
        assert not left.exists()
        left.touch()  # the file deletes itself when it is closed, and asks for its name
    assert blobs.place(digest).read_bytes() == b"film"
