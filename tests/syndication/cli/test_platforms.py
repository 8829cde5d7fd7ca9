"""Every platform that people connect, connected by command against its stand-in, whose page of consent is really opened."""

from __future__ import annotations

import re
from html import unescape
from http.client import HTTPConnection
from urllib.parse import urljoin, urlsplit

import pytest

from channels.registry import all_channels
from channels.sandbox.server import SandboxServer
from scheduler.models import Account
from scheduler.vault import AccountVault
from tests.support.desk import account_words, done, say

pytestmark = pytest.mark.django_db
CONNECTED = [kind for kind, channel in all_channels().items() if channel.consent]
CHOSEN = {"facebook": "1088700000000001"}
ASKS_AT = {"facebook": "dialog_url={base}", "youtube": "auth_url={base}/o/oauth2/v2/auth"}


def get(address: str) -> tuple[str, str]:
    """A page and where it leads; redirects are not followed."""
    parts = urlsplit(address)
    connection = HTTPConnection(parts.netloc, timeout=5)
    try:
        connection.request("GET", f"{parts.path}?{parts.query}")
        answer = connection.getresponse()
        return answer.read().decode(), answer.headers.get("Location", "")
    finally:
        connection.close()


def consented(address: str) -> str:
    """Where the platform sends the browser of somebody who presses the first link of its page."""
    page, _ = get(address)
    link = re.search(r'href="([^"]+)"', page)
    assert link, page
    to = urljoin(address, unescape(link[1]))
    return to if "/accounts/connected/" in to else get(to)[1]


@pytest.mark.parametrize("kind", CONNECTED)
def test_the_platforms_page_is_opened_its_answer_pasted_and_the_account_works(
    sandbox: SandboxServer, kind: str
) -> None:
    done("account", "add", kind, *account_words(kind, sandbox.url, "http://127.0.0.1:8000"))
    if kind in ASKS_AT:
        done("account", "set", kind, "--set", ASKS_AT[kind].format(base=f"{sandbox.url}/{kind}"))
    asked = say("account", "connect", kind, "--json").json
    answer = consented(asked["address"])
    assert answer.startswith("http://127.0.0.1:8000/accounts/connected/?")
    words = ("account", "connect", kind, "--answer", answer, "--owner", "lan", "--json")
    told = done(*words, *(("--choose", CHOSEN[kind]) if kind in CHOSEN else ())).json
    assert told["connected"]
    assert told["ok"], told
    assert told["granted"]
    assert told["not_granted"] == []
    assert told["owner"] == "lan"
    secrets = AccountVault(Account.objects.get(name=kind).pk).read()
    assert not [name for name, value in secrets.items() if value and value in str(told)]
    assert say("account", "connect", kind, "--answer", answer).code == 2, "an answer is good once"
