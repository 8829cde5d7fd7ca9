"""What the tests of the feeds start from."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import feedparser
import pytest
from django.test import Client
from lxml import etree

from scheduler.models import Account
from syndication.feeds import build
from syndication.feeds.models import FeedFile
from tests.support.ledger import account_of

NS = {
    "a": "http://www.w3.org/2005/Atom",
    "at": "http://purl.org/atompub/tombstones/1.0",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "media": "http://search.yahoo.com/mrss/",
}


@pytest.fixture
def english(db: None) -> Account:
    """The English feed."""
    return account_of(slug="english", language="en")


@pytest.fixture
def client(settings: Any) -> Client:
    """A client of a site that has nothing but feeds."""
    settings.ROOT_URLCONF = "tests.syndication.feeds.addresses"
    settings.SYNDICATION_BASE_URL = "https://feeds.example"
    return Client()


@pytest.fixture
def read(client: Client) -> Callable[[str], bytes]:
    """Build every feed from nothing and give the bytes served at a path."""

    def get(path: str) -> bytes:
        FeedFile.objects.all().delete()
        build.build_all()
        answer = client.get(f"/feeds/{path}")
        assert answer.status_code == 200, answer.content.decode()
        return bytes(answer.content)

    return get


@pytest.fixture
def parse(read: Callable[[str], bytes]) -> Callable[[str], Any]:
    """The same as an XML tree."""
    return lambda path: etree.fromstring(read(path))


@pytest.fixture
def reader(read: Callable[[str], bytes]) -> Callable[[str], Any]:
    """The same as a feed reader sees it."""

    def get(path: str) -> Any:
        found = feedparser.parse(read(path), sanitize_html=False, resolve_relative_uris=False)
        assert not found.bozo, found.get("bozo_exception")
        return found

    return get
