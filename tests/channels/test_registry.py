from pathlib import Path

import pytest

import channels
from channels.channel import Channel
from channels.registry import all_channels, channel_of

VERBS = ("publish", "status", "find", "revise", "retract", "check")


def test_every_folder_with_a_manifest_is_a_channel_and_no_other_is():
    here = Path(channels.__path__[0])
    folders = {path.parent.name for path in here.glob("*/adapter.py")}
    assert set(all_channels()) == folders
    assert {"feed", "govportal"} <= folders
    assert not {"sandbox", "wire"} & set(all_channels())


def test_channels_are_listed_in_alphabetical_order_by_their_own_kind():
    assert list(all_channels()) == sorted(all_channels())
    assert all(kind == channel.kind for kind, channel in all_channels().items())


def test_an_unknown_kind_names_the_kinds_there_are():
    with pytest.raises(ValueError, match=r"no channel 'myspace'; there are .*feed.*govportal"):
        channel_of("myspace")


@pytest.mark.parametrize("channel", all_channels().values(), ids=lambda channel: channel.kind)
def test_every_channel_loads_an_adapter_with_every_verb(channel: Channel):
    adapter = channel.load()
    for verb in VERBS:
        assert callable(getattr(adapter, verb))


@pytest.mark.parametrize("channel", all_channels().values(), ids=lambda channel: channel.kind)
def test_every_setting_is_explained_in_both_languages(channel: Channel):
    names = [setting.name for setting in channel.schema]
    assert len(names) == len(set(names))
    assert {"settle_seconds", "timeout_seconds", "retry_seconds", "spacing_seconds"} <= set(names)
    for setting in channel.schema:
        assert setting.help.vi
        assert setting.help.en


@pytest.mark.parametrize("channel", all_channels().values(), ids=lambda channel: channel.kind)
def test_what_a_channel_cannot_do_has_its_reason(channel: Channel):
    for verb in ("find", "revise", "retract"):
        if not getattr(channel.can, verb):
            assert channel.can.why[verb].vi


def test_a_setting_that_nobody_knows_is_named_with_those_that_are_known():
    with pytest.raises(ValueError, match=r"no setting 'slugg'; it has .*slug"):
        channel_of("feed").settle_settings({"slugg": "vi"})


def test_a_number_is_read_as_a_number_or_refused():
    assert channel_of("feed").settle_settings({"slug": "vi", "timeout_seconds": "7"})["timeout_seconds"] == 7
    with pytest.raises(ValueError, match="'timeout_seconds' is a whole number"):
        channel_of("feed").settle_settings({"slug": "vi", "timeout_seconds": "soon"})


def test_a_missing_setting_is_named_and_a_secret_is_no_setting():
    with pytest.raises(ValueError, match="'base_url'"):
        channel_of("govportal").settle_settings({"key_id": "k"})
    with pytest.raises(ValueError, match="no setting 'key'"):
        channel_of("govportal").settle_settings({"base_url": "https://x.example", "key_id": "k", "key": "s"})
