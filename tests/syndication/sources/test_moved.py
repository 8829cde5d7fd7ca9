"""A source that says that it has moved for good is followed for good only where nobody else could have said so."""

from __future__ import annotations

import pytest

from syndication.sources.moved import may_follow


@pytest.mark.parametrize(
    ("old", "new", "may"),
    [
        ("https://tin.example/rss", "https://tin.example/feed.xml", True),
        ("http://tin.example/rss", "https://tin.example/rss", True),
        ("https://tin.example/rss", "https://www.tin.example/rss", True),
        ("https://www.tin.example/rss", "https://tin.example/rss", True),
        ("https://tin.example/rss", "https://khac.example/rss", False),
        ("https://tin.example/rss", "https://tin.example.evil.example/rss", False),
        ("https://moha.gov.vn/rss", "https://tin.moha.gov.vn/rss", True),  # both the ministry's own
        ("https://moha.gov.vn/rss", "https://tin.example/rss", False),
        ("https://tin.example/rss", "https://moha.gov.vn/rss", False),
        ("https://tin.example/rss", "http://tin.example/rss", False),  # TLS is not given up
        ("https://tin.example/rss", "https://tin.example/" + "a" * 2000, False),
    ],
)
def test_where_it_may_be_followed_for_good(old: str, new: str, may: bool) -> None:
    assert may_follow(old, new, lambda host: host.endswith("moha.gov.vn")) is may
