"""Pictures: for platforms at a sealed address, for people after signing in, and nothing else of the disk."""

from __future__ import annotations

import hashlib

import pytest
from django.test import Client

from scheduler import addresses, blobs
from tests.support import instance as make
from tests.syndication.console.conftest import SignedIn

pytestmark = pytest.mark.django_db


def _bytes(answer: object) -> bytes:
    return b"".join(answer.streaming_content)  # type: ignore[attr-defined]


def _minted(sha256: str) -> str:
    return addresses.mint("", sha256)


def test_a_platform_fetches_a_picture_without_signing_in(client: Client) -> None:
    sha256 = make.picture("#123456")["sha256"]
    answer = client.get(_minted(sha256))
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
    assert hashlib.sha256(_bytes(answer)).hexdigest() == sha256
    assert "immutable" in answer["Cache-Control"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert not answer.cookies


@pytest.mark.parametrize(
    "change", [lambda seal: "0" * len(seal), lambda seal: "", lambda seal: seal[:-1], lambda seal: seal.upper()]
)
def test_a_wrong_seal_opens_nothing(change: object, client: Client) -> None:
    sha256 = make.picture("#654321")["sha256"]
    name, _, seal = _minted(sha256).removesuffix(".jpg").partition("-")
    assert client.get(f"{name}-{change(seal)}.jpg").status_code == 404  # type: ignore[operator]


def test_a_seal_of_ours_on_something_that_is_no_digest_opens_nothing(client: Client) -> None:
    assert client.get(_minted("..%2F..%2Fsyndication.sqlite3")).status_code == 404
    assert client.get(_minted("0" * 64)).status_code == 404, "sealed, but not kept here"


def test_what_is_not_a_picture_is_not_handed_out(client: Client, signed_in: SignedIn) -> None:
    sha256 = blobs.keep(b"<html><script>alert(1)</script></html>")
    assert client.get(_minted(sha256)).status_code == 404
    assert signed_in("reader").get(f"/blob/{sha256}").status_code == 404


def test_a_preview_needs_somebody_who_is_signed_in(client: Client, signed_in: SignedIn) -> None:
    sha256 = make.picture("#abcdef")["sha256"]
    assert client.get(f"/blob/{sha256}").status_code == 302
    answer = signed_in("reader").get(f"/blob/{sha256}")
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["Cache-Control"].startswith("private")
    assert hashlib.sha256(_bytes(answer)).hexdigest() == sha256
    assert signed_in("reader").get("/blob/..%2Fkeys").status_code == 404


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [("bytes=0-3", 0, 3), ("bytes=1000-", 1000, 1011), ("bytes=-2", 1010, 1011), ("bytes=5-9999", 5, 1011)],
)
def test_a_film_is_handed_out_in_parts(asked: str, first: int, last: int, signed_in: SignedIn) -> None:
    data = b"\x00\x00\x00\x20ftypisom" + bytes(range(250)) * 4
    sha256 = blobs.keep(data)
    answer = signed_in("reader").get(f"/blob/{sha256}", headers={"Range": asked})
    assert (answer.status_code, answer["Content-Type"]) == (206, "video/mp4")
    assert answer["Content-Range"] == f"bytes {first}-{last}/{len(data)}"
    assert _bytes(answer) == data[first : last + 1]


def test_a_part_beyond_the_end_is_refused(signed_in: SignedIn) -> None:
    sha256 = make.film()["sha256"]
    answer = signed_in("reader").get(f"/blob/{sha256}", headers={"Range": "bytes=999999-"})
    assert answer.status_code == 416
