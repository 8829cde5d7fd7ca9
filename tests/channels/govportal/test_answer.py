import json
from datetime import timedelta

import pytest

from channels.channel import Remote
from channels.errors import AccountBroken, OutcomeUnknown, Refused, Throttled, Unavailable
from channels.govportal.answer import Conflict, ack_of, raise_for
from channels.wire import Reply


def answer(status=200, value=None, **headers):
    body = b"" if value is None else json.dumps(value).encode()
    return Reply(status, headers, body, "https://gov-portal.example/api/v1/items/x/revisions/1")


@pytest.mark.parametrize(
    ("status", "wrote", "error"),
    [
        (301, True, AccountBroken),
        (400, True, Refused),
        (401, True, AccountBroken),
        (403, False, AccountBroken),
        (404, True, AccountBroken),
        (408, True, OutcomeUnknown),
        (409, True, Conflict),
        (409, False, Unavailable),
        (412, True, Conflict),
        (413, True, Refused),
        (422, True, Refused),
        (429, True, Throttled),
        (429, False, Throttled),
        (500, True, OutcomeUnknown),
        (503, True, OutcomeUnknown),
        (503, False, Unavailable),
    ],
)
def test_every_status_says_what_to_do_next(status, wrote, error):
    with pytest.raises(error):
        raise_for(answer(status), wrote=wrote)


@pytest.mark.parametrize("status", [200, 201, 202])
def test_what_was_accepted_is_no_error(status):
    raise_for(answer(status), wrote=True)


@pytest.mark.parametrize(
    ("headers", "after"),
    [
        ({"retry-after": "90"}, timedelta(seconds=90)),
        (
            {"retry-after": "Mon, 23 Nov 2026 02:06:00 GMT", "date": "Mon, 23 Nov 2026 02:05:00 GMT"},
            timedelta(seconds=60),
        ),
        (
            {"retry-after": "Mon, 23 Nov 2026 02:04:00 GMT", "date": "Mon, 23 Nov 2026 02:05:00 GMT"},
            timedelta(0),
        ),
        ({"retry-after": "soon"}, None),
        ({}, None),
    ],
)
def test_how_long_to_wait_is_read_in_both_its_spellings(headers, after):
    with pytest.raises(Throttled) as caught:
        raise_for(answer(429, **headers), wrote=True)
    assert caught.value.after == after


@pytest.mark.parametrize(
    ("value", "current"),
    [
        ({"currentRevision": 4, "revision": 2}, 4),
        ({"current": {"revision": 4, "digest": "…"}}, 4),
        ({"errors": [{"code": "REVISION_CONFLICT", "current": "4"}]}, 4),
        ({"error": {"code": "REVISION_CONFLICT", "revision": 4}}, 4),
        ({"errors": "none", "revision": True}, None),
        (None, None),
        ([1, 2], None),
    ],
)
def test_the_current_revision_of_a_conflict_is_found_wherever_it_is_carried(value, current):
    with pytest.raises(Conflict) as caught:
        raise_for(answer(409, value), wrote=True)
    assert caught.value.current == current


def test_a_refusal_names_the_codes_and_the_paths():
    with pytest.raises(Refused) as caught:
        raise_for(answer(422, {"errors": [{"code": "DC_MISSING", "path": "/dc/title"}, "ODD"]}), wrote=True)
    assert "DC_MISSING /dc/title, ODD" in caught.value.say.vi


def test_a_public_address_that_is_no_web_address_is_left_out():
    ack = ack_of(answer(value={"status": "Published", "publicUrl": "javascript:alert(1)"}))
    assert (ack.state, ack.public_url) == (Remote.LIVE, "")


def test_what_is_no_ack_is_none():
    assert ack_of(answer(value={"ok": True})) is None
    assert ack_of(answer(value=[1])) is None
    assert ack_of(answer()) is None
