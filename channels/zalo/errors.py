"""What Zalo said, named by what to do next. An application error is HTTP 200 with `error` ≠ 0: the status tells nothing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from channels.errors import ChannelError, OutcomeUnknown, Refused, Throttled, Unavailable
from channels.zalo.codes import PROCESSING, TABLE, Row, row_of

NOT_THERE = ("not exist", "not found", "no such", "deleted", "removed", "không tồn tại", "không tìm thấy")


class Said(Exception):
    """Zalo answered with an error code. `changes` tells whether the call would have changed something there."""

    def __init__(self, code: int, message: str, evidence: Mapping[str, Any], *, changes: bool) -> None:
        super().__init__(f"Zalo said {code}: {message}")
        self.code = code
        self.message = message
        self.evidence = {**evidence, "code": code, "message": message}
        self.changes = changes


def named(said: Said, now: datetime, rows: tuple[Row, ...] = TABLE) -> ChannelError:
    """The error to raise for what Zalo said.

    A code that nobody has written down is OutcomeUnknown after a change (only evidence decides) and Unavailable after
    a read; so is one whose own text leaves it open.
    """
    row = row_of(said.code, said.message, rows)
    then, say = (row.then, row.say) if row else (OutcomeUnknown, None)
    if row and issubclass(then, Throttled):
        return Throttled(str(said), after=row.wait(now) if row.wait else None, say=say, evidence=said.evidence)
    if then is OutcomeUnknown and not said.changes:
        return Unavailable(str(said), evidence=said.evidence)
    return then(str(said), say=say, evidence=said.evidence)


def still_processing(error: ChannelError) -> bool:
    """Whether this is Zalo's "article is being processed"."""
    return error.evidence.get("code") == PROCESSING


def speaks_of(error: ChannelError, word: str) -> bool:
    """Whether Zalo's text names this: "<data_field> is invalid!" names the field, and -201 says nothing else."""
    return word in str(error.evidence.get("message") or "").lower()


def says_not_there(error: ChannelError) -> bool:
    """Whether this answer to a question about one object means that there is no such object.

    Zalo's code for that is not written down anywhere (-201 is likely): every refusal of the question counts, and so
    does a code that is not in the table when its text says so.
    """
    code, text = error.evidence.get("code"), str(error.evidence.get("message") or "").lower()
    unlisted = isinstance(code, int) and row_of(code, text) is None
    return isinstance(error, Refused) or (unlisted and any(words in text for words in NOT_THERE))
