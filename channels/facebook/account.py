"""What an account's settings and secrets come to: its way to the Graph API, and its Page."""

from __future__ import annotations

from channels.access import Access
from channels.errors import AccountBroken
from channels.facebook import usage
from channels.facebook.client import Graph
from formatters.sentence import Sentence

NOT_CONNECTED = Sentence(
    "Tài khoản chưa được kết nối với Trang nào; hãy kết nối tài khoản.",
    "The account is not connected with any Page yet; connect it.",
)


def graph_of(access: Access) -> Graph:
    """The Page token's way to the Graph API, which heeds what every answer says of the limits. AccountBroken without one."""
    secrets, settings = access.vault.read(), access.settings
    if not secrets.get("access_token"):
        raise AccountBroken("the account has no access_token", say=NOT_CONNECTED)
    return Graph(
        access.wire,
        url=settings["graph_url"],
        version=settings["graph_version"],
        token=secrets["access_token"],
        app_secret=secrets.get("app_secret", ""),
        heard=lambda headers, code: usage.heed(access, headers, code),
    )


def page_of(access: Access) -> str:
    """The Page's number. AccountBroken while none has been chosen."""
    if not access.settings["page_id"]:
        raise AccountBroken("no Page has been chosen", say=NOT_CONNECTED)
    return str(access.settings["page_id"])
