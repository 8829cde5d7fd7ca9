"""The adapter against the sandbox over real HTTP: what becomes of each answer, and of each answer that is lost."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from channels.channel import Receipt, Remote
from channels.errors import (
    AccountBroken,
    OutcomeUnknown,
    Refused,
    Throttled,
    Unavailable,
    Unsupported,
)
from tests.channels.govportal.conftest import IDENTIFIER, LINK, LOST, hold_of_others, parcel
from tests.support.access import MemoryMemo

SINCE = datetime.now(UTC) - timedelta(minutes=1)


def test_a_published_item_is_live_at_its_public_address(portal, access, adapter):
    receipt = adapter.publish(parcel(), LINK, access)
    assert receipt.state is Remote.LIVE
    assert receipt.remote_id == f"{IDENTIFIER}#1"
    assert receipt.url.endswith("/govportal/pages/urn%3Amoha%3Aarticle%3A57695")
    assert receipt.evidence["signature"] == "verified"
    assert receipt.todo is None
    assert "Nguồn: Cổng thông tin điện tử Bộ Nội vụ" in access.wire.read(receipt.url).text


def test_the_item_sent_carries_its_dublin_core_and_its_pictures(portal, access, adapter):
    sent = parcel()
    adapter.publish(sent, LINK, access)
    item = portal.items[IDENTIFIER][1].item
    assert item["op"] == "publish"
    assert item["schema"] == "vn.gov.moha.syndication/1"
    assert item["org"] == {"code": "G09", "name": "Bộ Nội vụ"}
    assert item["dc"]["title"] == [{"lang": "vi", "value": "Thông báo nghỉ Tết Nguyên đán"}]
    assert item["dc"]["source"] == "Nguồn: Cổng thông tin điện tử Bộ Nội vụ"
    assert item["dc"]["rights"] == "Theo: https://moha.gov.vn"
    assert item["dc"]["identifier"] == LINK
    (picture,) = item["media"]
    digest = next(iter(sent.blobs))
    assert picture["sha256"] == digest
    assert picture["url"] == f"https://tin.moha.gov.vn/media/{digest}.jpg"
    assert picture["role"] == "thumbnail"
    assert portal.frowns == []


def test_the_same_parcel_is_the_same_bytes_on_every_repeat(portal, access, adapter):
    first = adapter.publish(parcel(), LINK, access)
    again = adapter.publish(parcel(), LINK, access)
    assert again.remote_id == first.remote_id
    assert again.handle == first.handle
    assert len(portal.items[IDENTIFIER]) == 1


def test_a_queued_item_is_processing_until_its_ack_says_published(portal, access, adapter):
    portal.polls = 2
    receipt = adapter.publish(parcel(), LINK, access)
    assert receipt.state is Remote.PROCESSING
    assert receipt.url == ""
    receipt = adapter.status(receipt, access)
    assert receipt.state is Remote.PROCESSING
    adapter.status(receipt, access)
    assert adapter.status(receipt, access).state is Remote.LIVE


@pytest.mark.parametrize("fault", LOST)
def test_a_lost_answer_is_unknown_and_then_found_exactly_once(portal, access, adapter, faults, fault):
    faults.order("item.put", fault, seconds=3)
    with pytest.raises(OutcomeUnknown):
        adapter.publish(parcel(), LINK, access)
    found = adapter.find(LINK, parcel(), SINCE, access)
    assert isinstance(found, Receipt)
    assert found.state is Remote.LIVE
    assert found.remote_id == f"{IDENTIFIER}#1"
    assert len(portal.objects()) == 1
    assert len(portal.items[IDENTIFIER]) == 1


@pytest.mark.parametrize("fault", ["refuse-500", "refuse-502", "drop"])
def test_a_request_that_was_lost_is_unknown_and_then_found_absent(portal, access, adapter, faults, fault):
    faults.order("item.put", fault)
    with pytest.raises(OutcomeUnknown):
        adapter.publish(parcel(), LINK, access)
    assert adapter.find(LINK, parcel(), SINCE, access) is None
    assert adapter.publish(parcel(), LINK, access).state is Remote.LIVE
    assert len(portal.objects()) == 1


def test_an_answer_slower_than_our_patience_is_unknown_and_found(portal, access, adapter, faults):
    faults.order("item.put", "accept-then-slow", seconds=3)
    with pytest.raises(OutcomeUnknown):
        adapter.publish(parcel(), LINK, access)
    assert adapter.find(LINK, parcel(), SINCE, access).state is Remote.LIVE


def test_what_was_sent_with_other_picture_addresses_is_still_found_as_ours(portal, access, adapter, faults):
    faults.order("item.put", "accept-then-drop")
    with pytest.raises(OutcomeUnknown):
        adapter.publish(parcel(), LINK, access)
    minted_anew = replace(parcel(), address=lambda digest: f"https://elsewhere.example/{digest}")
    assert adapter.find(LINK, minted_anew, SINCE, access).state is Remote.LIVE


def test_a_portal_without_acks_is_searched_by_its_list(portal, access, adapter, monkeypatch):
    adapter.publish(parcel(), LINK, access)
    portal.page_size = 1
    adapter.publish(replace(parcel(), identifier="urn:moha:article:2"), LINK, access)
    monkeypatch.setattr(portal, "_ack", lambda *_: portal._signed({"errors": []}, 404))
    second = adapter.find(LINK, replace(parcel(), identifier="urn:moha:article:2"), SINCE, access)
    assert second.remote_id == "urn:moha:article:2#1"
    assert adapter.find(LINK, replace(parcel(), identifier="urn:moha:article:3"), SINCE, access) is None


def test_other_content_under_our_revision_is_neither_found_nor_absent(portal, access, adapter):
    hold_of_others(portal, access)
    with pytest.raises(OutcomeUnknown, match="other content"):
        adapter.find(LINK, parcel(), SINCE, access)


def test_an_ack_of_another_digest_is_not_believed(portal, access, adapter, faults):
    faults.order("item.put", "tamper-digest")
    with pytest.raises(OutcomeUnknown) as caught:
        adapter.publish(parcel(), LINK, access)
    assert caught.value.evidence["sent"] != caught.value.evidence["acknowledged"]
    assert adapter.find(LINK, parcel(), SINCE, access).state is Remote.LIVE


def test_an_answer_signed_with_another_key_is_not_believed(portal, access, adapter, faults):
    faults.order("item.put", "forge-signature")
    with pytest.raises(OutcomeUnknown, match="signature"):
        adapter.publish(parcel(), LINK, access)
    faults.order("item.ack", "forge-signature")
    with pytest.raises(Unavailable, match="signature"):
        adapter.find(LINK, parcel(), SINCE, access)


def test_an_answer_signed_long_ago_is_not_believed(portal, access, adapter, monkeypatch):
    honest = portal._signed

    def late(*args, **kwargs):
        now, portal.clock = portal.clock, lambda: now() - 3600
        try:
            return honest(*args, **kwargs)
        finally:
            portal.clock = now

    monkeypatch.setattr(portal, "_signed", late)
    with pytest.raises(OutcomeUnknown, match="just now"):
        adapter.publish(parcel(), LINK, access)


def test_a_rejected_item_is_refused_by_code_and_path(portal, access, adapter, faults):
    faults.order("item.put", "reject")
    with pytest.raises(Refused) as caught:
        adapter.publish(parcel(), LINK, access)
    assert "EDITOR_REFUSED /content/html" in caught.value.say.vi


def test_an_item_rejected_later_has_the_status_refused(portal, access, adapter):
    portal.polls = 3
    receipt = adapter.publish(parcel(), LINK, access)
    portal.items[IDENTIFIER][1].rejected = True
    assert adapter.status(receipt, access).state is Remote.REFUSED


def test_a_missing_dublin_core_part_is_refused_and_named(portal, access, adapter):
    with pytest.raises(Refused) as caught:
        adapter.publish(parcel(title=""), LINK, access)
    assert "DC_MISSING /dc/title" in caught.value.say.en
    assert portal.objects() == []


def test_too_large_an_item_is_refused(portal, access, adapter):
    portal.max_bytes = 100
    with pytest.raises(Refused) as caught:
        adapter.publish(parcel(), LINK, access)
    assert "quá lớn" in caught.value.say.vi


def test_too_many_calls_are_throttled_for_as_long_as_the_portal_says(portal, access, adapter, faults):
    faults.order("item.put", "throttle")
    with pytest.raises(Throttled) as caught:
        adapter.publish(parcel(), LINK, access)
    assert caught.value.after == timedelta(seconds=7)


def test_a_signature_that_the_portal_refuses_breaks_the_account(portal, access, adapter, faults):
    access.vault.secrets["key"] = "another key"
    with pytest.raises(AccountBroken):
        adapter.publish(parcel(), LINK, access)
    assert portal.objects() == []


def test_an_organisation_that_the_portal_does_not_know_breaks_the_account(portal, access, adapter):
    access.settings["org_code"] = "G10"
    with pytest.raises(AccountBroken):
        adapter.publish(parcel(), LINK, access)


def test_a_clock_more_than_five_minutes_off_breaks_the_account_and_says_so(portal, access, adapter):
    access.later = timedelta(seconds=400)
    with pytest.raises(AccountBroken) as caught:
        adapter.publish(parcel(), LINK, access)
    assert "đồng hồ" in caught.value.say.vi


def test_an_account_without_a_key_is_broken_before_anything_leaves(portal, access, adapter):
    access.vault.secrets = {}
    with pytest.raises(AccountBroken, match="key"):
        adapter.publish(parcel(), LINK, access)


def test_a_base_address_without_the_interface_breaks_the_account(portal, access, adapter):
    access.settings["base_url"] += "/elsewhere"
    with pytest.raises(AccountBroken) as caught:
        adapter.publish(parcel(), LINK, access)
    assert "base_url" in caught.value.say.en


@pytest.mark.parametrize("address", ["", "gov-portal.example", "http://"])
def test_a_base_address_that_is_none_breaks_the_account(portal, access, adapter, address):
    access.settings["base_url"] = address
    with pytest.raises(AccountBroken):
        adapter.publish(parcel(), LINK, access)


def test_a_portal_that_cannot_be_reached_is_unavailable(portal, access, adapter):
    access.settings["base_url"] = "http://127.0.0.1:1"
    with pytest.raises(Unavailable):
        adapter.publish(parcel(), LINK, access)


def test_other_content_under_our_revision_is_refused_and_not_overwritten(portal, access, adapter):
    hold_of_others(portal, access)
    with pytest.raises(Refused, match="409"):
        adapter.publish(parcel(), LINK, access)
    assert len(portal.items[IDENTIFIER]) == 1


def test_a_revision_behind_the_portals_is_refused_as_stale(portal, access, adapter):
    hold_of_others(portal, access, revision=5)
    with pytest.raises(Refused, match="412"):
        adapter.publish(parcel(), LINK, access)


def test_a_conflict_with_what_we_sent_ourselves_is_the_success_looked_for(portal, access, adapter):
    adapter.publish(parcel(), LINK, access)
    minted_anew = replace(parcel(), address=lambda digest: f"https://elsewhere.example/{digest}")
    earlier = access.memo.read()["sent"]["1"]

    class Stubborn(MemoryMemo):
        def write(self, value):
            """The memo of a worker that was killed before it wrote."""

    access.memo = Stubborn({"sent": {"1": earlier}})
    receipt = adapter.publish(minted_anew, LINK, access)
    assert receipt.state is Remote.LIVE
    assert len(portal.items[IDENTIFIER]) == 1


def test_what_was_withdrawn_can_be_told_again_as_a_later_revision(portal, access, adapter):
    receipt = adapter.publish(parcel(), LINK, access)
    adapter.retract(receipt, access)
    second = replace(access, memo=MemoryMemo(), receipts={receipt.remote_id})
    again = adapter.publish(parcel(), LINK, second)
    assert again.state is Remote.LIVE
    assert again.remote_id == f"{IDENTIFIER}#3"
    assert portal.objects()[0]["live"] is True


def test_another_deliverys_object_is_not_found_as_ours(portal, access, adapter):
    receipt = adapter.publish(parcel(), LINK, access)
    second = replace(access, memo=MemoryMemo(), receipts={receipt.remote_id})
    assert adapter.find(LINK, parcel(), SINCE, second) is None


def test_a_published_page_without_our_attribution_is_left_to_a_person(portal, access, adapter, monkeypatch):
    from werkzeug.wrappers import Response

    monkeypatch.setattr(portal, "_page", lambda identifier: Response("<h1>Thông báo</h1>"))
    receipt = adapter.publish(parcel(), LINK, access)
    assert receipt.state is Remote.LIVE
    assert "dòng ghi nguồn" in receipt.todo.vi


def test_a_location_on_another_host_is_not_asked(portal, access, adapter):
    portal.polls = 1
    receipt = adapter.publish(parcel(), LINK, access)
    elsewhere = receipt.handle.replace("http://127.0.0.1", "http://192.0.2.1")
    assert adapter.status(replace(receipt, handle=elsewhere), access).state is Remote.PROCESSING


def test_a_portal_without_acks_is_polled_by_its_list(portal, access, adapter, monkeypatch):
    portal.polls = 1
    receipt = adapter.publish(parcel(), LINK, access)
    monkeypatch.setattr(portal, "_ack", lambda *_: portal._signed({"errors": []}, 404))
    assert adapter.status(receipt, access).state is Remote.PROCESSING
    portal.items[IDENTIFIER][1].polls = 0
    assert adapter.status(receipt, access).state is Remote.LIVE


def test_the_status_of_what_the_portal_does_not_have_is_gone(portal, access, adapter):
    assert adapter.status(Receipt(Remote.LIVE, f"{IDENTIFIER}#9"), access).state is Remote.GONE


def test_a_receipt_that_names_no_revision_is_our_mistake(portal, access, adapter):
    with pytest.raises(Unsupported):
        adapter.status(Receipt(Remote.LIVE, "something"), access)


def test_a_check_says_whether_the_portal_knows_us(portal, access, adapter, faults):
    assert adapter.check(access).ok
    access.vault.secrets["key"] = "another key"
    health = adapter.check(access)
    assert not health.ok
    assert "key_id" in health.say.en
    assert portal.objects() == []


def test_a_check_of_an_unreachable_portal_is_unavailable(portal, access, adapter):
    access.settings["base_url"] = "http://127.0.0.1:1"
    with pytest.raises(Unavailable):
        adapter.check(access)


def test_reads_meet_the_same_errors(portal, access, adapter, faults):
    receipt = adapter.publish(parcel(), LINK, access)
    faults.order("item.ack", "throttle")
    with pytest.raises(Throttled):
        adapter.status(receipt, access)
    faults.order("item.ack", "token")
    with pytest.raises(AccountBroken):
        adapter.status(receipt, access)
    faults.order("item.ack", "refuse-500")
    with pytest.raises(Unavailable):
        adapter.status(receipt, access)
