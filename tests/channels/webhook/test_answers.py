"""Every status has its meaning, whatever a partner thinks of."""

from __future__ import annotations

from datetime import timedelta

import pytest

from channels.errors import AccountBroken, OutcomeUnknown, Refused, Throttled, Unavailable
from channels.webhook.answers import READING, WRITING, after, held_of, raise_for
from channels.wire import Reply

WRITTEN = {
    301: AccountBroken,
    302: OutcomeUnknown,
    303: OutcomeUnknown,
    308: AccountBroken,
    400: Refused,
    401: AccountBroken,
    403: AccountBroken,
    404: AccountBroken,
    405: AccountBroken,
    408: OutcomeUnknown,
    409: Refused,
    410: AccountBroken,
    413: Refused,
    422: Refused,
    429: Throttled,
    500: OutcomeUnknown,
    501: AccountBroken,
    502: OutcomeUnknown,
    503: OutcomeUnknown,
    504: OutcomeUnknown,
    599: OutcomeUnknown,
}
READ = {301: AccountBroken, 401: AccountBroken, 403: AccountBroken, 405: Unavailable, 429: Throttled, 500: Unavailable}


def reply(status: int, body: bytes = b"", **headers: str) -> Reply:
    return Reply(
        status, {name.replace("_", "-"): value for name, value in headers.items()}, body, "https://partner.example/"
    )


@pytest.mark.parametrize(("status", "error"), WRITTEN.items())
def test_a_status_of_a_sending_says_what_to_do_next(status, error):
    with pytest.raises(error) as told:
        raise_for(reply(status), WRITING)
    assert type(told.value) is error


@pytest.mark.parametrize(("status", "error"), READ.items())
def test_a_status_of_a_question_never_says_that_anything_was_accepted(status, error):
    with pytest.raises(error):
        raise_for(reply(status), READING)


@pytest.mark.parametrize("status", range(300, 600))
def test_no_status_is_without_a_meaning(status):
    for table in (READING, WRITING):
        with pytest.raises((Refused, Throttled, Unavailable, AccountBroken, OutcomeUnknown)) as told:
            raise_for(reply(status), table)
        assert told.value.say.vi
    assert not isinstance(told.value, Unavailable)  # after a sending nothing is sure but what the partner said


@pytest.mark.parametrize("status", [200, 201, 202, 204])
def test_what_was_taken_raises_nothing(status):
    raise_for(reply(status), WRITING)
    raise_for(reply(status), READING)


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("7", 7),
        ("0", 0),
        ("Mon, 23 Nov 2026 10:00:30 GMT", 30),
        ("Mon, 23 Nov 2026 09:00:00 GMT", 0),
        ("soon", None),
        ("", None),
    ],
)
def test_how_long_to_wait_is_read_in_seconds_or_as_a_date(said, seconds):
    told = after(reply(429, date="Mon, 23 Nov 2026 10:00:00 GMT", retry_after=said))
    assert told == (None if seconds is None else timedelta(seconds=seconds))


def test_a_partner_that_says_nothing_in_particular_is_believed():
    assert held_of(reply(200, b"OK", content_type="text/plain")).is_it(1, "digest")
    assert held_of(reply(204, content_type="application/json")).is_it(1, "digest")
    assert not held_of(reply(200, b'{"revision": 2}', content_type="application/json")).is_it(1, "digest")
    assert held_of(reply(200, b'{"revision": 2, "digest": "digest"}', content_type="application/json")).is_it(
        1, "digest"
    )


def test_half_an_answer_is_none():
    with pytest.raises(OutcomeUnknown):
        held_of(reply(200, b'{"id": "p-', content_type="application/json"))


@pytest.mark.parametrize("body", [b"[]", b'"text"', b'{"id": null, "url": "javascript:alert(1)", "revision": "2"}'])
def test_an_answer_of_another_shape_says_nothing(body):
    held = held_of(reply(200, body, content_type="application/json"))
    assert (held.id, held.url, held.revision, held.digest) == ("", "", None, "")
