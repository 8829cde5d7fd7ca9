"""What an account's settings and secrets come to: its way to the Graph API, and its Page."""

from __future__ import annotations

from channels.access import Access
from channels.errors import AccountBroken
from channels.facebook import usage
from channels.facebook.client import Graph


def graph_of(access: Access) -> Graph:
    """The Page token's way to the Graph API, which heeds what every answer says of the limits. AccountBroken without one."""
    secrets, settings = access.vault.read(), access.settings
    if not secrets.get("access_token"):
        raise AccountBroken("the account has no access_token")
    return Graph(
        access.wire,
        url=settings["graph_url"],
        version=settings["graph_version"],
        token=secrets["access_token"],
        app_secret=secrets.get("app_secret", ""),
        heard=lambda headers, code: usage.heed(access, headers, code),
    )


def page_of(access: Access) -> str:
    """The Page's number."""
    return str(access.settings["page_id"])
