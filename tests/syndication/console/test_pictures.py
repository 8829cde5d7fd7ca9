"""Pictures: for platforms at a sealed address, for people after signing in, and nothing else of the disk."""

from __future__ import annotations

import hashlib
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from scheduler import addresses, blobs, ledger
from scheduler.states import State
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


def _minted_until(sha256: str, days: int) -> str:
    return addresses.mint("", sha256, timezone.localdate() + timedelta(days=days))


def _status(client: Client, address: str) -> int:
    answer = client.get(address)
    if answer.streaming:
        _bytes(answer)  # to its end, which closes the file
    return answer.status_code


def test_an_address_lives_for_its_days_and_then_dies(client: Client) -> None:
    sha256 = make.picture("#11aa22")["sha256"]
    answer = client.get(_minted_until(sha256, 0))
    assert _bytes(answer)
    assert "immutable" not in answer["Cache-Control"]
    assert _status(client, _minted_until(sha256, -1)) == 404
    other_day = _minted_until(sha256, -1).replace(f"{timezone.localdate() - timedelta(days=1):%Y%m%d}", "29991231")
    assert _status(client, other_day) == 404, "the day is under the seal"


def test_an_address_whose_days_are_over_lives_on_while_something_live_shows_it(client: Client) -> None:
    row = make.item(media=[make.picture("#22bb33")])
    delivery = make.approved(make.delivery(row, make.account("facebook")), make.person("approver"))
    cut = delivery.coming["gallery"][0]["sha256"]
    assert _status(client, _minted_until(cut, -30)) == 200
    live = make.sent(delivery)
    assert _status(client, _minted_until(cut, -30)) == 200
    ledger.move(live, State.RETRACTING, who="t", why="withdraw", now=timezone.now())
    ledger.move(live, State.RETRACTED, who="t", why="gone", now=timezone.now())
    assert _status(client, _minted_until(cut, -30)) == 404


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


def test_a_film_has_an_address_that_ends_like_one(client: Client) -> None:
    sha256 = make.film()["sha256"]
    address = addresses.mint("", sha256, ending="mp4")
    assert address.endswith(".mp4")
    answer = client.get(address)
    assert answer["Content-Type"] == "video/mp4"
    assert hashlib.sha256(_bytes(answer)).hexdigest() == sha256
