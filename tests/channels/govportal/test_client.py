import dataclasses
from datetime import UTC, datetime, timedelta

import pytest

from channels.errors import Unavailable
from channels.govportal.client import Portal
from channels.govportal.signature import Forged, Message, Signer
from channels.wire import Reply
from tests.channels.govportal.conftest import LINK, parcel
from tests.support.access import MemoryAccess

NOW = datetime(2026, 11, 23, 2, 5, tzinfo=UTC)
SIGNER = Signer("moha-2026-01", b"test-key")
ASKED = Message("GET", "https://gov-portal.example/items?org=G09", {"X-Org-Id": "G09"})


def signed(body=b"{}", key="test-key", key_id="moha-2026-01", status=200, at=NOW):
    from werkzeug.wrappers import Response

    from channels.govportal.notary import countersigned

    answer = countersigned(Response(body, status=status), key_id, key, at.timestamp())
    return Reply(status, {name.lower(): value for name, value in answer.headers.items()}, body, ASKED.url)


@pytest.mark.parametrize(
    ("given", "base"),
    [
        ("https://Gov-Portal.Example/api/v1/", "https://gov-portal.example/api/v1"),
        ("https://gov-portal.example:443", "https://gov-portal.example"),
        (" http://gov-portal.example:8080/ ", "http://gov-portal.example:8080"),
        ("http://[::1]:80/x", "http://[::1]/x"),
    ],
)
def test_the_base_address_is_signed_as_it_stands_on_the_wire(access: MemoryAccess, given, base):
    access.settings["base_url"] = given
    assert Portal.of(access).base == base


def test_an_identifier_with_anything_in_it_is_one_segment_of_the_path(portal, access, adapter):
    odd = dataclasses.replace(parcel(), identifier="urn:moha:a/b?c=d~e f%2F")
    receipt = adapter.publish(odd, LINK, access)
    assert list(portal.items) == ["urn:moha:a/b?c=d~e f%2F"]
    assert adapter.status(receipt, access).state == receipt.state


def test_a_list_is_read_to_its_last_page(portal, access, adapter):
    portal.page_size = 2
    for number in range(5):
        adapter.publish(dataclasses.replace(parcel(), identifier=f"urn:x:{number}"), LINK, access)
    entries = list(Portal.of(access).items(datetime.now(UTC) - timedelta(minutes=1)))
    assert [entry["identifier"] for entry in entries] == [f"urn:x:{number}" for number in range(5)]
    assert list(Portal.of(access).items(datetime.now(UTC) + timedelta(minutes=1))) == []


def test_a_list_that_turns_in_a_circle_ends(portal, access, adapter, monkeypatch):
    page = {"items": [], "cursor": "again"}
    monkeypatch.setattr(portal, "_list", lambda request: portal._signed(page))
    assert list(Portal.of(access).items(datetime.now(UTC))) == []


def test_what_is_no_list_proves_no_absence(portal, access, monkeypatch):
    monkeypatch.setattr(portal, "_list", lambda request: portal._signed({"nothing": "here"}))
    with pytest.raises(Unavailable, match="the list is none"):
        list(Portal.of(access).items(datetime.now(UTC)))


def test_an_answer_signed_with_our_key_is_verified():
    assert SIGNER.verify(signed(), ASKED, NOW) == "verified"


def test_an_answer_without_a_signature_or_with_another_key_proves_nothing():
    assert SIGNER.verify(Reply(200, {}, b"{}", ASKED.url), ASKED, NOW) == "absent"
    assert SIGNER.verify(signed(key_id="moha-2027-01"), ASKED, NOW) == "other key"


def test_a_signature_over_what_an_answer_does_not_have_is_unreadable():
    odd = signed()
    headers = {**odd.headers, "signature-input": odd.headers["signature-input"].replace("@status", "@method")}
    assert SIGNER.verify(dataclasses.replace(odd, headers=headers), ASKED, NOW) == "unreadable"


@pytest.mark.parametrize(
    "reply",
    [
        signed(key="another key"),
        dataclasses.replace(signed(), status=201),
        dataclasses.replace(signed(), body=b'{"status":"published"}'),
        signed(at=NOW - timedelta(seconds=301)),
        signed(at=NOW + timedelta(seconds=301)),
    ],
    ids=["key", "status", "body", "old", "future"],
)
def test_an_answer_that_was_changed_on_its_way_is_forged(reply):
    with pytest.raises(Forged):
        SIGNER.verify(reply, ASKED, NOW)
