"""Which channels there are: every folder beside this file whose package has a CHANNEL."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

import channels
from channels.channel import Channel


@cache
def all_channels() -> dict[str, Channel]:
    """Every channel by its kind, in alphabetical order. A folder without CHANNEL (the sandbox) is not one."""
    found: dict[str, Channel] = {}
    for module in iter_modules(channels.__path__):
        if module.ispkg:
            channel = getattr(import_module(f"channels.{module.name}"), "CHANNEL", None)
            if isinstance(channel, Channel):
                found[channel.kind] = channel
    return dict(sorted(found.items()))


def channel_of(kind: str) -> Channel:
    """The channel of this kind. ValueError names the kinds there are."""
    try:
        return all_channels()[kind]
    except KeyError:
        raise ValueError(f"there is no channel {kind!r}; there are {', '.join(all_channels())}") from None
