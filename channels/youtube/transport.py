"""Google's library leaves by our door: an http object in httplib2's shape over `access.wire`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

# The library's own name for it: httplib2 could reach the network by itself, so the product does not import it.
from googleapiclient.http import httplib2

from channels.access import Access
from channels.errors import AccountBroken
from channels.wire import Reply
from channels.youtube.answers import reason_of
from channels.youtube.grant import Grant
from formatters.sentence import Sentence

OURS = frozenset(["content-length", "user-agent", "host", "connection"])  # the wire sets these


class Transport:
    """Sends with a bearer token, and once more with a fresh one when the first is refused: a 401 was surely not done.

    The body of a request is bytes, whole, so that what is sent again is never an empty stream under a full Content-Length.
    """

    def __init__(self, access: Access) -> None:
        self._access = access
        self.grant = Grant(access)

    def request(
        self,
        uri: str,
        method: str = "GET",
        body: bytes | str | None = None,
        headers: Mapping[str, str] | None = None,
        redirections: int = 0,
        connection_type: object = None,
    ) -> tuple[Any, bytes]:
        """httplib2's signature, which google-api-python-client calls. The last two are not used: redirects are not followed."""
        data = body.encode() if isinstance(body, str) else body
        reply = self.send(method, uri, headers, data)
        return httplib2.Response({**reply.headers, "status": str(reply.status)}), reply.body

    def send(self, method: str, url: str, headers: Mapping[str, str] | None = None, data: bytes | None = None) -> Reply:
        """One request with the account's token. GET is a read of the wire, everything else one write."""
        self._same_safety(url)
        reply = self._once(method, url, headers, data)
        if reply.status == 401 and reason_of(reply.body) != "youtubeSignupRequired":
            self.grant.forget()
            reply = self._once(method, url, headers, data)
        return reply

    def _once(self, method: str, url: str, headers: Mapping[str, str] | None, data: bytes | None) -> Reply:
        sent = {name: value for name, value in (headers or {}).items() if name.lower() not in OURS}
        sent["Authorization"] = f"Bearer {self.grant.token()}"
        if method == "GET":
            return self._access.wire.read(url, headers=sent)
        return self._access.wire.write(method, url, headers=sent, data=data or b"")

    def _same_safety(self, url: str) -> None:
        """The address of a session comes from outside: the token must not follow it from https to http."""
        if urlsplit(str(self._access.settings["api_url"])).scheme == "https" != urlsplit(url).scheme:
            raise AccountBroken(
                "an address without https was given for an upload",
                say=Sentence(
                    "YouTube đưa một địa chỉ tải lên không an toàn; hãy kiểm tra cài đặt api_url.",
                    "An unsafe upload address was given; check the setting api_url.",
                ),
            )
