"""The opponent of our feeds: Django's own syndication framework, over the same items, in the same server.

Settings, addresses and the feed in one module: `DJANGO_SETTINGS_MODULE=bench._peer` is the product's settings with one more address.
"""

from __future__ import annotations

from syndication.settings import *  # noqa: F403 - they are the product's, all of them

ROOT_URLCONF = "bench._peer_urls"
