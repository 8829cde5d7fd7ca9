"""Web addresses as sources write them: completed, quoted, and brought into one form for comparing."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from formatters.address import WHOLE
from formatters.address import absolute as completed

TRACKERS = frozenset(
    (
        *("fbclid", "gclid", "dclid", "gbraid", "wbraid", "msclkid", "yclid", "zarsrc", "mc_cid", "mc_eid"),
        *("igshid", "igsh", "_ga", "_gl", "ref_src", "spm", "zalo_ref"),
    )
)
CACHE_BUSTERS = frozenset(["_", "t", "ts", "v", "ver", "rnd", "rand", "random", "nocache", "cb", "timestamp"])
MOST = 2000  # characters; what is longer is no address but data
# An address without query or port, in which nothing has to be put right.
_PLAIN = re.compile(r"https?://([A-Za-z0-9][A-Za-z0-9.-]*)(/[A-Za-z0-9_~.,:@!$&'()*+=/%-]*)?")


def absolute(url: str, base: str) -> str:
    """`url` completed by `base` and quoted, as `formatters.html` does it for pictures of a body. "" unless http(s).

    Besides, what only feeds do is mended: line breaks and backslashes inside, and an `&` escaped twice.
    """
    if len(url) <= MOST and "&amp;" not in url and WHOLE.fullmatch(url):
        return url
    url = re.sub(r"[\x00-\x1f]", "", url).strip().replace("\\", "/").replace("&amp;", "&")
    if not url or len(url) > MOST:
        return ""
    whole = completed(url, base)
    try:
        return whole if whole and (urlsplit(whole).port or True) else ""
    except ValueError:  # urllib's word for a port that is no number
        return ""


def untracked(url: str, also: frozenset[str] = frozenset()) -> str:
    """The address without its fragment and without parameters that only track readers, or that `also` names."""
    if "?" not in url and WHOLE.fullmatch(url):
        return url
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    kept = [
        (name, value)
        for name, value in parse_qsl(parts.query, keep_blank_values=True)
        if not (name.lower().startswith("utm_") or name.lower() in TRACKERS or name.lower() in also)
    ]
    return urlunsplit((parts.scheme, parts.netloc, parts.path, urlencode(kept), ""))


def same_place(url: str) -> str:
    """One form of all addresses of one page, for comparing only: `moha.gov.vn/tin-tuc/a?id=1`. "" when it is none.

    No scheme, `www.`, default port, fragment, tracking parameter or trailing slash; the host in lower case.
    """
    if ":" not in url:
        return ""
    if len(url) <= MOST and (plain := _PLAIN.fullmatch(url)):
        host = plain[1].lower().removeprefix("www.")
        return host and f"{host}{(plain[2] or '').rstrip('/')}"
    try:
        parts = urlsplit(untracked(absolute(url, "")))
    except ValueError:
        return ""
    host = (parts.hostname or "").removeprefix("www.")
    if not host:
        return ""
    port = f":{parts.port}" if parts.port not in (None, 80, 443) else ""
    return f"{host}{port}{parts.path.rstrip('/')}{f'?{parts.query}' if parts.query else ''}"
