"""Addresses as they stand in HTML and in feeds: completed and quoted."""

from __future__ import annotations

import re
from urllib.parse import quote, urljoin, urlsplit

from formatters.text import nfc

_AS_IT_IS = "".join(chr(code) for code in range(0x21, 0x7F) if chr(code) not in '"<>\\^`{|}')  # in an address
# Addresses that are whole already, without a port, and would be put together again just as they are: nearly all.
WHOLE = re.compile(
    r"https?://[A-Za-z0-9][A-Za-z0-9.-]*(?:/[A-Za-z0-9_~.,:@!$&'()*+=/%-]*)?(?:\?[A-Za-z0-9_~.,:@!$&'()*+=/%-]+)?"
)
# A path from the root of a site, without what would have to be put right in it.
_ROOTED = re.compile(
    r"(?:/[A-Za-z0-9_~,:@!$&'()*+=%-][A-Za-z0-9_~.,:@!$&'()*+=%-]*)+/?(?:\?[A-Za-z0-9_~.,:@!$&'()*+=/%-]+)?"
)
_PATH = re.compile(r"^[^?#]*")
_SCHEME_ALONE = re.compile(r"https?:/*", re.IGNORECASE)
_SITE = re.compile(r"https?://[A-Za-z0-9][A-Za-z0-9.-]*(?=[/?#]|$)")


def absolute(address: str, base_url: str) -> str:
    """The address as an absolute http(s) one with spaces quoted; "" when it cannot be one.

    Backslashes before a query are slashes, as in every browser; a scheme alone is no address.
    """
    if WHOLE.fullmatch(address):
        return address
    if _ROOTED.fullmatch(address) and (site := _SITE.match(base_url)):
        return site[0] + address
    address = _PATH.sub(lambda found: found[0].replace("\\", "/"), re.sub(r"[\t\r\n]", "", nfc(address)).strip())
    try:
        whole = "" if _SCHEME_ALONE.fullmatch(address) else urljoin(base_url, address)
        parts = urlsplit(whole)
        if parts.scheme.lower() not in ("http", "https") or not parts.hostname:
            return ""
    except ValueError:  # urllib's word for an address with broken brackets
        return ""
    return quote(whole, safe=_AS_IT_IS)
