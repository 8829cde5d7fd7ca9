"""What is live is revised, corrected and withdrawn: over real HTTP, and again when an answer was lost."""

import pytest

from channels.channel import Remote
from channels.errors import OutcomeUnknown, Throttled
from tests.channels.govportal.conftest import IDENTIFIER, LINK, LOST, hold_of_others, parcel


def test_a_revision_is_an_update_that_names_what_it_supersedes(portal, access, adapter):
    receipt = adapter.publish(parcel(), LINK, access)
    revised = adapter.revise(receipt, parcel(2, title="Thông báo mới"), access)
    assert revised.state is Remote.LIVE
    assert revised.remote_id == f"{IDENTIFIER}#2"
    item = portal.items[IDENTIFIER][2].item
    assert (item["op"], item["supersedes"]) == ("update", 1)
    assert len(portal.objects()) == 1


def test_a_revision_with_a_note_is_a_correction_shown_to_the_public(portal, access, adapter):
    receipt = adapter.publish(parcel(), LINK, access)
    revised = adapter.revise(receipt, parcel(2, note="Số ngày nghỉ là 09, không phải 07."), access)
    assert portal.items[IDENTIFIER][2].item["correction"] == {"text": "Số ngày nghỉ là 09, không phải 07."}
    assert "Đính chính: Số ngày nghỉ là 09" in access.wire.read(revised.url).text
    assert portal.wall()[0].state == "edited"


def test_a_new_rendition_of_the_same_revision_still_rises(portal, access, adapter):
    receipt = adapter.publish(parcel(), LINK, access)
    assert adapter.revise(receipt, parcel(1, title="Khác"), access).remote_id == f"{IDENTIFIER}#2"


def test_a_lost_revision_is_simply_sent_again(portal, access, adapter, faults):
    receipt = adapter.publish(parcel(), LINK, access)
    faults.order("item.put", "accept-then-drop")
    with pytest.raises(OutcomeUnknown):
        adapter.revise(receipt, parcel(2), access)
    assert adapter.revise(receipt, parcel(2), access).state is Remote.LIVE
    assert sorted(portal.items[IDENTIFIER]) == [1, 2]


def test_a_revision_steps_over_what_others_have_sent_meanwhile(portal, access, adapter):
    receipt = adapter.publish(parcel(), LINK, access)
    hold_of_others(portal, access, revision=4)
    revised = adapter.revise(receipt, parcel(2), access)
    assert revised.remote_id == f"{IDENTIFIER}#5"
    assert portal.items[IDENTIFIER][5].item["supersedes"] == 4


def test_a_lost_revision_that_had_stepped_over_is_not_sent_twice(portal, access, adapter, faults):
    receipt = adapter.publish(parcel(), LINK, access)
    hold_of_others(portal, access, revision=2)
    adapter.revise(receipt, parcel(2), access)
    again = adapter.revise(receipt, parcel(2), access)
    assert again.remote_id == f"{IDENTIFIER}#3"
    assert sorted(portal.items[IDENTIFIER]) == [1, 2, 3]


def test_a_withdrawal_is_a_revision_without_content_and_takes_the_page_away(portal, access, adapter):
    receipt = adapter.publish(parcel(), LINK, access)
    gone = adapter.retract(receipt, access)
    assert gone.state is Remote.GONE
    item = portal.items[IDENTIFIER][2].item
    assert (item["op"], item["revision"], item["supersedes"]) == ("withdraw", 2, 1)
    assert "content" not in item
    assert item["reason"]["code"]
    assert access.wire.read(receipt.url).status == 410
    assert portal.objects()[0]["live"] is False
    assert portal.wall()[0].state == "removed"
    assert adapter.status(receipt, access).state is Remote.GONE


@pytest.mark.parametrize("fault", LOST)
def test_a_lost_withdrawal_is_simply_sent_again(portal, access, adapter, faults, fault):
    receipt = adapter.publish(parcel(), LINK, access)
    faults.order("item.put", fault, seconds=3)
    with pytest.raises(OutcomeUnknown):
        adapter.retract(receipt, access)
    assert adapter.retract(receipt, access).state is Remote.GONE
    assert sorted(portal.items[IDENTIFIER]) == [1, 2]


def test_withdrawing_what_is_not_there_counts_as_done(portal, access, adapter, monkeypatch):
    receipt = adapter.publish(parcel(), LINK, access)
    monkeypatch.setattr(portal, "_put", lambda *_: portal._signed({"errors": []}, 404))
    assert adapter.retract(receipt, access).state is Remote.GONE


def test_a_withdrawal_steps_over_a_later_revision(portal, access, adapter):
    receipt = adapter.publish(parcel(), LINK, access)
    adapter.revise(receipt, parcel(2), access)
    assert adapter.retract(receipt, access).state is Remote.GONE
    assert portal.items[IDENTIFIER][3].item["op"] == "withdraw"


def test_a_queued_withdrawal_is_asked_again_later_and_then_done(portal, access, adapter):
    receipt = adapter.publish(parcel(), LINK, access)
    portal.polls = 2
    with pytest.raises(Throttled, match="queued"):
        adapter.retract(receipt, access)
    with pytest.raises(Throttled, match="queued"):
        adapter.retract(receipt, access)
    assert adapter.retract(receipt, access).state is Remote.GONE
    assert sorted(portal.items[IDENTIFIER]) == [1, 2]
