"""Zalo Official Account: each story becomes an article on the account's own page (Article API v2.0).

What Zalo does: https://developers.zalo.me/docs/official-account (the pages need a browser; what we rely on is noted
beside each call in client.py and each code in codes.py, with its source).
"""

from __future__ import annotations

from datetime import timedelta

from channels.channel import Can, Channel
from channels.zalo.limits import LIMITS
from channels.zalo.settings import SETTINGS

CHANNEL = Channel(
    kind="zalo",
    label="Zalo Official Account",
    form="article",
    limits=LIMITS,
    adapter="channels.zalo.adapter:Zalo",
    home="https://zalo.me/{oa_id}",
    consent="channels.zalo.consent:ZaloConsent",
    pasted=("access_token", "refresh_token", "token_expires_at"),
    settings=SETTINGS,
    can=Can(broadcast=True),
    # Zalo makes an article in its own time ("1–2 minutes" is usual): absence may not be believed sooner.
    settle=timedelta(minutes=10),
    timeout=timedelta(seconds=30),  # must stay below the vault's lock: a renewal may not outlast it
    retry=timedelta(seconds=60),  # its call limits are refilled each minute
    spacing=timedelta(seconds=2),  # the smallest package with API access allows 100 calls a minute
)
