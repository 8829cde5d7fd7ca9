"""What to do about an answer of Meta's: the table in `codes`, and what stands above it: the HTTP status, a passing trouble."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from channels.errors import AccountBroken, ChannelError, OutcomeUnknown, Refused, Throttled, Unavailable
from channels.facebook.client import GraphError
from channels.facebook.codes import BAD_CONTENT, BAD_SECRET, DOUBT, TOO_LARGE, WAIT, row_of
from channels.facebook.usage import regained


@contextmanager
def in_our_words(*, reading: bool) -> Iterator[None]:
    """Raise Meta's refusals inside as errors of `channels.errors`."""
    try:
        yield
    except GraphError as error:
        raise judged(error, reading=reading) from error


def judged(error: GraphError, *, reading: bool) -> ChannelError:
    """What to do about an answer. A read never refuses the content and never leaves a doubt: it is Unavailable then."""
    found = _write(error)
    if reading and isinstance(found, Refused | OutcomeUnknown):
        return Unavailable(_cause(error), evidence=error.evidence)
    return found


def _write(error: GraphError) -> ChannelError:
    cause, evidence, row = _cause(error), error.evidence, row_of(error.code, error.subcode)
    if error.status >= 500 or (error.status < 400 and row is None):
        # Whatever the body says: posts have been made behind a 500, and a 200 we cannot read is no refusal.
        return OutcomeUnknown(cause, say=DOUBT, evidence=evidence)
    if error.transient and (row is None or row.then in (Refused, Unavailable)):
        return OutcomeUnknown(cause, say=DOUBT, evidence=evidence)
    if row is not None and issubclass(row.then, Throttled):
        return Throttled(cause, after=regained(error.headers) or row.after, say=row.say, evidence=evidence)
    if row is not None:
        return row.then(cause, say=row.say, evidence=evidence)
    if error.code == 100 and "appsecret_proof" in error.words:
        # The one place where the words decide: code 100 has no subcode for it, and no change of content would help.
        return AccountBroken(cause, say=BAD_SECRET, evidence=evidence)
    if error.status == 413:
        return Refused(cause, say=TOO_LARGE, evidence=evidence)
    if error.status == 429:
        return Throttled(cause, after=regained(error.headers), say=WAIT, evidence=evidence)
    if error.status == 408:
        return OutcomeUnknown(cause, say=DOUBT, evidence=evidence)
    if error.code is None:
        return Unavailable(cause, evidence=evidence)  # a gateway's own 4xx: the platform never saw it
    return Refused(cause, say=BAD_CONTENT, evidence=evidence)


def _cause(error: GraphError) -> str:
    said = f": {error.words}" if error.words else ""
    return f"Facebook answered {error.status}, code {error.code}/{error.subcode}{said}"
