import json

from channels.govportal.item import body_of, told, withdrawn
from formatters.story import Film
from tests.channels.govportal.conftest import LINK, parcel
from tests.support.access import blob_of, cut_of


def test_the_bytes_are_compact_sorted_utf_8_whatever_the_order_they_came_in():
    assert (
        body_of({"b": 1, "a": "Bộ Nội vụ"}) == body_of({"a": "Bộ Nội vụ", "b": 1}) == '{"a":"Bộ Nội vụ","b":1}'.encode()
    )


def test_every_mandatory_part_of_the_dublin_core_is_filled_even_when_the_story_is_bare():
    bare = parcel(summary="", author="", link="", attribution="", tags=(), category="")
    item = told(bare, "G09", "publish", 1, None)
    for name in ("title", "creator", "date", "description", "publisher", "identifier"):
        assert item["dc"][name]
    assert item["dc"]["identifier"] == "urn:moha:article:57695"
    assert item["dc"]["description"] == [{"lang": "vi", "value": "Thông báo nghỉ Tết Nguyên đán"}]
    assert item["dc"]["source"] == "Nguồn: Cổng thông tin điện tử Bộ Nội vụ"
    assert item["category"] == []


def test_the_source_is_the_first_line_of_the_locked_attribution():
    item = told(parcel(attribution="Source: MOHA portal\nTheo: x", language="en"), "G09", "publish", 1, None)
    assert item["dc"]["source"] == "Source: MOHA portal"
    assert item["dc"]["language"] == "en"


def test_times_bear_the_offset_of_hanoi():
    item = told(parcel(), "G09", "publish", 1, None)
    assert item["dates"]["published"] == "2026-11-23T09:05:00+07:00"
    assert item["dates"]["modified"] == "2026-11-23T09:05:00+07:00"


def test_only_a_correction_has_a_correction_and_only_a_later_revision_supersedes():
    first = told(parcel(note="Sửa số liệu."), "G09", "publish", 1, None)
    assert "correction" not in first
    assert "supersedes" not in first
    later = told(parcel(note="Sửa số liệu."), "G09", "correct", 2, 1)
    assert later["correction"] == {"text": "Sửa số liệu."}
    assert later["supersedes"] == 1


def test_pictures_and_film_are_named_by_digest_size_and_public_address():
    cover, inside = blob_of(b"cover", "image/jpeg"), blob_of(b"inside", "image/jpeg")
    film = Film(sha256="f" * 64, mime="video/mp4", size=9)
    sent = parcel(cover=cut_of(cover, slot="thumbnail"), gallery=(cut_of(inside, alt="Lễ ký"),), film=film)
    media = told(sent, "G09", "publish", 1, None)["media"]
    assert [one["role"] for one in media] == ["thumbnail", "picture", "video"]
    assert media[1] == {
        "url": f"https://tin.moha.gov.vn/media/{inside.sha256}.jpg",
        "type": "image/jpeg",
        "bytes": 6,
        "sha256": inside.sha256,
        "alt": "Lễ ký",
        "credit": "",
        "role": "picture",
    }


def test_what_ai_had_a_hand_in_is_declared():
    assert told(parcel(synthetic="assisted"), "G09", "publish", 1, None)["ai"] == "assisted"


def test_a_withdrawal_has_a_reason_and_no_content_and_never_varies():
    item = withdrawn("urn:x:1", "G09", 3, 2)
    assert item["reason"] == {"code": "WITHDRAWN_BY_PUBLISHER"}
    assert not {"content", "dc", "media"} & set(item)
    assert body_of(item) == body_of(withdrawn("urn:x:1", "G09", 3, 2))
    assert LINK not in json.dumps(item)
