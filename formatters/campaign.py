"""Campaign parameters of an account (`utm_source=facebook`) on a link that is no part of the attribution.

The attribution's own address stays exactly canonical: it is what the regulation asks for, what is compared before and after sending,
and the mark by which something of ours is found again. Only a further link, as that of a link card, may carry parameters.
"""

from __future__ import annotations

from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

MOST = 10  # parameters


def campaign(text: str) -> tuple[tuple[str, str], ...]:
    """The parameters of a setting, "utm_source=facebook&utm_medium=social", in order; none for an empty text.

    ValueError when it is no list of names with values, or names one twice.
    """
    try:
        found = tuple(
            parse_qsl(text.strip().removeprefix("?"), keep_blank_values=True, strict_parsing=bool(text.strip()))
        )
    except ValueError:
        raise ValueError(f"campaign parameters are name=value joined by &, not {text!r}") from None
    names = [name for name, _ in found]
    if not all(name and value for name, value in found) or len(set(names)) != len(names) or len(names) > MOST:
        raise ValueError(f"each campaign parameter has one name and one value, at most {MOST} of them, not {text!r}")
    return found


def with_campaign(link: str, parameters: tuple[tuple[str, str], ...]) -> str:
    """The link with these parameters at the end of its query, before a fragment; one of the same name gives way. "" stays ""."""
    if not link or not parameters:
        return link
    parts = urlsplit(link)
    names = {quote(name, safe="") for name, _ in parameters}
    kept = [pair for pair in parts.query.split("&") if pair and pair.partition("=")[0] not in names]
    return urlunsplit(parts._replace(query="&".join([*kept, urlencode(parameters, quote_via=quote)])))
