"""What only this channel does: one partner, one identifier, one name for each sending."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from werkzeug.wrappers import Response

from channels.channel import Receipt, Remote
from channels.errors import AccountBroken, OutcomeUnknown, Refused, Throttled, Unavailable
from channels.webhook.adapter import CANNOT_ASK, GONE_THERE, OTHER_CONTENT, PRIVATE, Webhook
from channels.wire import Guard, Wire
from tests.channels.webhook.conftest import LINK, account, parcel
from tests.support.access import MemoryMemo

ADAPTER = Webhook()


def another_delivery(access):
    return replace(access, memo=MemoryMemo(), receipts={"p-1"})


def test_a_partner_gets_the_item_whole_with_public_addresses_of_what_belongs_to_it(access, partner):
    receipt = ADAPTER.publish(parcel(synthetic="assisted", note="Đã sửa."), LINK, access)
    assert (receipt.state, receipt.remote_id, receipt.url) == (Remote.LIVE, "p-1", "https://partner.example/p-1")
    told = partner.entries[0].newest
    assert (told["identifier"], told["revision"], told["language"]) == ("urn:moha:article:57695", 1, "vi")
    assert (told["synthetic"], told["correction"]) == ("assisted", "Đã sửa.")
    (picture,) = told["pictures"]
    assert picture["url"].startswith("https://tin.moha.gov.vn/media/")
    assert (picture["alt"], picture["width"], picture["bytes"]) == ("Ảnh hội nghị", 1200, 22)
    assert told["film"]["url"].startswith("https://tin.moha.gov.vn/media/")


def test_other_addresses_of_the_same_pictures_are_the_same_content(access, partner, faults):
    faults.order("item.publish", "accept-then-500")
    with pytest.raises(OutcomeUnknown):
        ADAPTER.publish(parcel(), LINK, access)
    found = ADAPTER.find(LINK, parcel(base="https://tin.moha.gov.vn/other"), datetime.now(UTC), access)
    assert found is not None
    assert found.remote_id == "p-1"


def test_a_repeat_under_the_same_name_is_given_the_first_answer_and_makes_nothing(access, partner):
    first = ADAPTER.publish(parcel(), LINK, access)
    again = ADAPTER.publish(parcel(base="https://tin.moha.gov.vn/other"), LINK, access)
    assert again == replace(first, evidence=again.evidence)
    assert len(partner.entries) == 1


def test_what_the_partner_holds_already_is_ours_when_its_digest_says_so(access, partner):
    ADAPTER.publish(parcel(), LINK, access)
    access.memo = MemoryMemo()  # nothing is known of the first sending any more
    assert ADAPTER.publish(parcel(), LINK, access).remote_id == "p-1"
    assert len(partner.entries) == 1


def test_other_content_under_our_identifier_is_never_overwritten(access, partner):
    ADAPTER.publish(parcel(title="Của người khác"), LINK, replace(access, memo=MemoryMemo()))
    with pytest.raises(Refused) as told:
        ADAPTER.publish(parcel(), LINK, access)
    assert told.value.say == OTHER_CONTENT
    assert partner.entries[0].newest["title"] == "Của người khác"


def test_an_item_told_again_after_its_withdrawal_is_a_new_object(access, partner):
    first = ADAPTER.publish(parcel(), LINK, access)
    ADAPTER.retract(first, access)
    second = ADAPTER.publish(parcel(), LINK, another_delivery(access))
    assert (second.state, second.remote_id) == (Remote.LIVE, "p-2")


def test_a_second_delivery_of_what_is_still_live_is_refused_rather_than_called_ours(access, partner):
    ADAPTER.publish(parcel(), LINK, access)
    with pytest.raises(Refused):
        ADAPTER.publish(parcel(), LINK, another_delivery(access))


def test_a_conflict_at_a_partner_that_cannot_be_asked_is_in_doubt(access, partner, faults):
    partner.askable = False
    faults.order("item.publish", "conflict")
    with pytest.raises(OutcomeUnknown) as told:
        ADAPTER.publish(parcel(), LINK, access)
    assert told.value.say == CANNOT_ASK


def test_a_partner_that_cannot_be_asked_proves_nothing_and_says_who_must_look(access, partner):
    partner.askable = False
    with pytest.raises(Unavailable) as told:
        ADAPTER.find(LINK, parcel(), datetime.now(UTC), access)
    assert told.value.say == CANNOT_ASK
    health = ADAPTER.check(access)
    assert (health.ok, health.missing, health.warnings) == (True, ("find",), (CANNOT_ASK,))


def test_what_is_taken_and_not_public_yet_is_asked_for_until_it_is(access, partner):
    partner.slow = 2
    receipt = ADAPTER.publish(parcel(), LINK, access)
    seen = [receipt.state]
    for _ in range(3):
        receipt = ADAPTER.status(receipt, access)
        seen.append(receipt.state)
    assert seen == [Remote.PROCESSING, Remote.PROCESSING, Remote.PROCESSING, Remote.LIVE]
    partner.lag = 10**6
    assert ADAPTER.status(replace(receipt, state=Remote.PROCESSING), access).state is Remote.PROCESSING
    assert ADAPTER.status(receipt, access).state is Remote.GONE


def test_a_correction_that_is_not_public_yet_is_still_processed(access, partner):
    receipt = ADAPTER.publish(parcel(), LINK, access)
    later = Receipt(Remote.PROCESSING, "p-1", handle=receipt.handle.replace('"revision": 1', '"revision": 2'))
    assert ADAPTER.status(later, access).state is Remote.PROCESSING


def test_a_correction_of_what_the_partner_has_no_more_is_refused(access, partner):
    receipt = ADAPTER.publish(parcel(), LINK, access)
    ADAPTER.retract(receipt, access)
    with pytest.raises(Refused) as told:
        ADAPTER.revise(receipt, parcel(2), access)
    assert told.value.say == GONE_THERE


def test_an_older_correction_than_the_partner_holds_is_refused_and_the_same_again_is_not(access, partner):
    receipt = ADAPTER.publish(parcel(), LINK, access)
    ADAPTER.revise(receipt, parcel(3, title="Ba"), access)
    forgotten = replace(receipt, handle="")
    assert ADAPTER.revise(forgotten, parcel(3, title="Ba"), access).state is Remote.LIVE
    with pytest.raises(Refused):
        ADAPTER.revise(forgotten, parcel(2, title="Hai"), access)
    assert [told["revision"] for told in partner.entries[0].revisions] == [1, 3]


def test_a_receipt_that_a_person_made_by_hand_is_withdrawn_by_its_id(access, partner):
    ADAPTER.publish(parcel(), LINK, access)
    by_hand = Receipt(Remote.LIVE, remote_id="urn:moha:article:57695")
    assert ADAPTER.retract(by_hand, access).state is Remote.GONE
    assert partner.entries[0].withdrawn


def test_the_handle_holds_names_and_nothing_secret(access):
    handle = json.loads(ADAPTER.publish(parcel(), LINK, access).handle)
    assert set(handle) == {"identifier", "revision", "mark"}


@pytest.mark.parametrize(
    ("key_id", "key", "ok"),
    [("moha-2026", "sandbox-key-of-a-partner", True), ("x", "k", False), ("moha-2026", "k", False)],
)
def test_check_tells_whether_the_key_is_the_partners(running, partner, key_id, key, ok):
    health = ADAPTER.check(account(f"{running.url}/webhook", key_id, key))
    assert (health.ok, health.name) == (ok, "127.0.0.1")
    assert (health.say is None) is ok


@pytest.mark.parametrize("away", [timedelta(minutes=-6), timedelta(minutes=6)])
def test_a_clock_that_is_wrong_breaks_the_account_and_the_sentence_names_it(access, away):
    access.later = away
    with pytest.raises(AccountBroken) as told:
        ADAPTER.publish(parcel(), LINK, access)
    assert "clock" in told.value.say.en


def test_a_withdrawal_that_is_not_done_yet_is_asked_for_again(access, partner, faults):
    receipt = ADAPTER.publish(parcel(), LINK, access)
    identifier = "urn:moha:article:57695"
    mark = json.loads(receipt.handle)["mark"]
    partner.answered[f"{mark}:withdrawn:1"] = (b"{}", 202)
    with pytest.raises(Throttled) as told:
        ADAPTER.retract(receipt, access)
    assert told.value.after == timedelta(seconds=30)
    entry = partner._entry(identifier)
    assert entry is not None
    entry.withdrawn = True
    assert ADAPTER.retract(receipt, access).state is Remote.GONE


def test_preflight_tells_of_an_address_inside_and_not_of_a_partner_who_is_away(access):
    assert ADAPTER.preflight(parcel(), access) == ()
    assert ADAPTER.preflight(parcel(), account("http://127.0.0.1:1")) == ()
    access.wire = Wire(Guard(), timeout=1, pause=0.01)
    assert ADAPTER.preflight(parcel(), access) == (PRIVATE,)


def test_an_address_with_a_query_of_its_own_keeps_it(running, partner):
    tenant = account(f"{running.url}/webhook?tenant=5")
    ADAPTER.publish(parcel(), LINK, tenant)
    assert ADAPTER.find(LINK, parcel(), datetime.now(UTC), tenant) is not None
    assert running.app.addresses[-1] == "/webhook?tenant=5&identifier=urn%3Amoha%3Aarticle%3A57695"


def test_a_partner_that_gives_no_id_is_told_of_by_our_identifier_and_a_second_delivery_by_more(
    access, monkeypatch, partner
):
    monkeypatch.setattr(partner, "_told", lambda entry, status, **more: _bare(status))
    first = ADAPTER.publish(parcel(), LINK, access)
    assert first.remote_id == "urn:moha:article:57695"
    ADAPTER.retract(first, access)
    other = replace(access, memo=MemoryMemo(), receipts={first.remote_id})
    assert ADAPTER.publish(parcel(), LINK, other).remote_id.startswith("urn:moha:article:57695#")


def _bare(status):
    return Response("OK", status=status, content_type="text/plain")
