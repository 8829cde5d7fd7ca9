"""Addresses that need nothing are known at a glance, and come out as if they had been put together."""

from __future__ import annotations

import re
from urllib.parse import quote, urljoin, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formatters.address import absolute

SCRAPS = st.lists(
    st.sampled_from(
        [
            "http://",
            "https://",
            "//",
            "/",
            "a",
            "moha.gov.vn",
            "..",
            ".",
            "?",
            "#",
            ";",
            "&x=1",
            "%20",
            ":",
            "@",
            "\\",
            " ",
        ]
    )
    | st.sampled_from(["ả", "[", "]", "~", "'", "(", ":80", "=", "1", "\t", "HTTPS://", "xn--", "|"]),
    max_size=7,
).map("".join)
BASES = st.sampled_from(
    ["https://moha.gov.vn/tin/a?b#c", "http://moha.gov.vn", "", "https://moha.gov.vn:8443/a", "/a", "ftp://a/b"]
)


def put_together(address: str, base: str) -> str:
    address = address.replace("\t", "").strip()
    if re.fullmatch(r"https?:/*", address, re.IGNORECASE):
        return ""
    address = re.sub(r"^[^?#]*", lambda found: found[0].replace("\\", "/"), address)
    try:
        whole = urljoin(base, address)
        parts = urlsplit(whole)
    except ValueError:
        return ""
    safe = "".join(chr(code) for code in range(0x21, 0x7F) if chr(code) not in '"<>\\^`{|}')
    return quote(whole, safe=safe) if parts.scheme in ("http", "https") and parts.hostname else ""


@settings(max_examples=500)
@given(SCRAPS | SCRAPS.map("https://moha.gov.vn/".__add__) | SCRAPS.map("/a/".__add__), BASES)
def test_what_is_known_at_a_glance_is_what_would_be_put_together(address: str, base: str) -> None:
    assert absolute(address, base) == put_together(address, base)


@pytest.mark.parametrize(
    ("address", "whole"),
    [
        ("https://moha.gov.vn/a/../b?x=1&y=%20", "https://moha.gov.vn/a/../b?x=1&y=%20"),
        ("/a/../b", "https://moha.gov.vn/b"),
        ("/a//b.jpg", "https://moha.gov.vn/a//b.jpg"),
        ("/anh/1.jpg?w=5", "https://moha.gov.vn/anh/1.jpg?w=5"),
        ("a?", "https://moha.gov.vn/tin/a"),
    ],
)
def test_an_address_is_completed_as_before(address: str, whole: str) -> None:
    assert absolute(address, "https://moha.gov.vn/tin/b") == whole
