"""The settings of an account: numbers within their bounds, addresses that are addresses."""

import pytest

from channels.channel import Channel
from channels.registry import all_channels, channel_of
from channels.setting import Setting
from formatters.rendition import Limits
from formatters.sentence import Sentence

FEED = {"slug": "tin-tuc"}
PAGE = {"page_id": "1001"}
BOUNDS = {
    "settle_seconds": (0, 604_800),
    "timeout_seconds": (1, 600),
    "retry_seconds": (1, 86_400),
    "spacing_seconds": (0, 86_400),
}


@pytest.mark.parametrize("name", BOUNDS)
def test_a_number_is_taken_up_to_its_bounds_and_refused_beyond_them(name):
    least, most = BOUNDS[name]
    for value in (least, most):
        assert channel_of("feed").settle_settings({**FEED, name: str(value)})[name] == value
    for value in (least - 1, most + 1, 10**30):
        with pytest.raises(ValueError, match=rf"'{name}' is a whole number from {least} to {most}, not '{value}'"):
            channel_of("feed").settle_settings({**FEED, name: str(value)})


@pytest.mark.parametrize("value", ["", " ", "soon", "1.5", "²", "nan"])
def test_what_is_no_whole_number_is_refused(value):
    with pytest.raises(ValueError, match="'timeout_seconds' is a whole number"):
        channel_of("feed").settle_settings({**FEED, "timeout_seconds": value})


@pytest.mark.parametrize("channel", all_channels().values(), ids=lambda channel: channel.kind)
def test_every_channels_own_defaults_are_within_the_bounds(channel: Channel):
    for setting in channel.schema:
        if not setting.secret:
            assert setting.settle(setting.default) == setting.default


@pytest.mark.parametrize(
    "value",
    [
        "notaurl",
        "ftp://x.example",
        "https://",
        "http://[",
        "http://a:port",
        "http://a:0",
        "https://a b",
        "https://a/\n",
    ],
)
@pytest.mark.parametrize(
    ("kind", "name", "rest"),
    [
        ("facebook", "graph_url", PAGE),
        ("youtube", "token_url", {}),
        ("govportal", "base_url", {"key_id": "k"}),
        ("zalo", "media_url", {"oa_id": "1"}),
    ],
)
def test_a_setting_that_is_an_address_is_an_http_address_with_a_host(kind, name, rest, value):
    with pytest.raises(ValueError, match=f"'{name}' is an http or https address, not"):
        channel_of(kind).settle_settings({**rest, name: value})


def test_an_address_with_a_default_may_not_be_emptied_and_one_without_may():
    with pytest.raises(ValueError, match="'graph_url' is an http or https address and may not be empty"):
        channel_of("facebook").settle_settings({**PAGE, "graph_url": ""})
    assert channel_of("zalo").settle_settings({"oa_id": "1", "media_url": ""})["media_url"] == ""
    base = "http://127.0.0.1:8000/facebook"
    assert channel_of("facebook").settle_settings({**PAGE, "graph_url": base})["graph_url"] == base


def test_a_needed_setting_is_not_answered_with_blanks():
    with pytest.raises(ValueError, match="needs the setting 'page_id'"):
        channel_of("facebook").settle_settings({"page_id": "  "})


def test_a_channel_may_set_bounds_of_its_own():
    pages = Setting("pages", Sentence("Số trang.", "Pages."), default=3, least=2, most=4)
    channel = Channel(kind="x", label="X", form="post", limits=Limits(), adapter="x:X", settings=(pages,))
    assert channel.settle_settings({})["pages"] == 3
    with pytest.raises(ValueError, match="from 2 to 4, not '5'"):
        channel.settle_settings({"pages": "5"})
