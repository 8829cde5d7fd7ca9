"""What the door never says: secrets in an address, queries, bodies, headers."""

import json
import logging

import pytest

from channels.errors import OutcomeUnknown, Unavailable, Unsupported
from tests.channels.wire.serving import OK, TOKEN, door, refused_port, says, serving


@pytest.mark.parametrize("name", ["access_token", "app_secret", "input_token", "refresh_token", "client_secret"])
def test_a_secret_in_an_address_is_our_mistake_and_nothing_leaves(name):
    with serving(says(OK)) as (url, heads):
        with pytest.raises(Unsupported) as caught:
            door().read(url, params={name: TOKEN})
        with pytest.raises(Unsupported):
            door().write("POST", f"{url}/?{name}={TOKEN}", data=b"x")
        assert heads == []
        assert TOKEN not in str(caught.value)


def test_the_log_names_the_path_and_neither_query_nor_body_nor_headers(caplog):
    with serving(says(OK)) as (url, _), caplog.at_level(logging.DEBUG, logger="channels.wire"):
        door().write("POST", f"{url}/feed?q={TOKEN}", data=TOKEN.encode(), headers={"Authorization": f"Bearer {TOKEN}"})
    assert f"POST {url}/feed 200" in caplog.text
    assert TOKEN not in caplog.text


@pytest.mark.parametrize("answer", [says(), says(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf")])
def test_what_went_wrong_is_told_without_the_query(answer):
    with serving(answer) as (url, _), pytest.raises(OutcomeUnknown) as caught:
        door().write("POST", f"{url}/feed?q={TOKEN}", data=b"x")
    assert TOKEN not in str(caught.value)
    assert TOKEN not in json.dumps(caught.value.evidence)


def test_a_refused_connection_is_told_without_the_query():
    with pytest.raises(Unavailable) as caught:
        door().write("POST", f"{refused_port()}/feed?q={TOKEN}", data=b"x")
    assert TOKEN not in str(caught.value)
