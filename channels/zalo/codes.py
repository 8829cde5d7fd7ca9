"""Zalo's error codes and what to do about each, as data.

Codes are matched, not texts (which are misspelt and change), except for -223, -32 and -201: each means several things that only
the text tells apart. Zalo's pages are read in transcription (2026-11-23); each row bears the address of its source.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from channels.errors import AccountBroken, ChannelError, OutcomeUnknown, Refused, Throttled, Unavailable, Unsupported
from channels.zalo import words
from channels.zalo.waits import next_day, next_minute, next_month, next_morning
from formatters.sentence import Sentence

ERR = "https://developers.zalo.me/docs/official-account/phu-luc/ma-loi"
RATE = "https://developers.zalo.me/docs/official-account/phu-luc/gioi-han-toc-do-api"
OAUTH = "https://developers.zalo.me/docs/official-account/bat-dau/xac-thuc-va-uy-quyen-cho-ung-dung-new"
ZSDK = "https://github.com/connext-biz/zalo_integration"  # the SDK's own, older map of codes

TOO_FAST = -32
PROCESSING = -214
TOKEN_REFUSED = frozenset([-216, -220])
REFRESH_REFUSED = -14014


@dataclass(frozen=True, slots=True)
class Row:
    """One code: the error to raise, what the person is told, how long to wait. With `text` only where Zalo's text has it."""

    code: int
    then: type[ChannelError]
    source: str
    say: Sentence | None = None
    wait: Callable[[datetime], timedelta] | None = None
    text: str = ""


TABLE = (
    # Wait.
    Row(TOO_FAST, Throttled, RATE, words.BUSY_OA, next_minute, text="your oa"),
    Row(TOO_FAST, Throttled, RATE, words.BUSY_APP, next_minute),
    Row(-211, Throttled, ERR, words.QUOTA, next_day),
    Row(-223, Throttled, ERR, words.QUOTA, next_day, text="quota"),
    Row(-234, Throttled, ERR, words.NIGHT, next_morning),
    Row(PROCESSING, Unavailable, ERR, words.PROCESSING),
    # Only evidence decides: its own text, "Send message failed", leaves it open.
    Row(-200, OutcomeUnknown, ERR),
    # The token, the account, the application, the package: a person has to act.
    Row(-202, AccountBroken, ZSDK, words.PROOF),
    Row(-204, AccountBroken, ERR, words.DISABLED),
    Row(-205, AccountBroken, ERR, words.DISABLED),
    Row(-207, AccountBroken, ZSDK, words.APP),
    Row(-208, AccountBroken, ZSDK, words.APP),
    Row(-209, AccountBroken, ERR, words.APP),
    Row(-212, AccountBroken, ERR, words.APP),
    Row(-215, AccountBroken, ZSDK, words.APP),
    Row(-216, AccountBroken, ERR, words.TOKEN),
    Row(-219, AccountBroken, ERR, words.APP),
    Row(-220, AccountBroken, ERR, words.TOKEN),
    Row(-221, AccountBroken, ERR, words.VERIFY),
    Row(-223, AccountBroken, ERR, words.PERMISSION),
    Row(-224, AccountBroken, ERR, words.PACKAGE),
    Row(-235, AccountBroken, ERR, words.KIND),
    Row(-242, AccountBroken, ERR, words.PROOF),
    Row(-320, AccountBroken, ERR, words.MONEY),
    Row(-321, AccountBroken, ERR, words.MONEY),
    # The content, or whom it is for.
    Row(-100, Refused, ERR),
    # A picture's address: what Zalo could not fetch from us just now (our web part was away), it may fetch in a moment.
    *(Row(-201, Unavailable, ERR, words.NOT_FETCHED, text=f"{name} is invalid") for name in ("url", "avatar", "thumb")),
    Row(-201, Refused, ERR),
    Row(-210, Refused, ERR),
    Row(-213, Refused, ERR),
    Row(-217, Refused, ERR),
    Row(-218, Refused, ERR),
    Row(-222, Refused, ZSDK),
    Row(-227, Refused, ERR),
    Row(-230, Refused, ERR),
    Row(-232, Refused, ERR),
    Row(-233, Refused, ERR),
    Row(-237, Refused, ERR),
    Row(-238, Refused, ERR),
    Row(-241, Refused, ERR),
    Row(-244, Refused, ERR),
    Row(-248, Refused, ERR, words.STANDARDS),
    Row(-249, Refused, ERR),
    Row(-305, Refused, ZSDK),
    Row(-311, Refused, ZSDK),
    Row(-403, Refused, ERR),
    Row(-1340, Refused, ERR),
    Row(-1341, Refused, ERR),
    # An interface that was shut down: our own mistake.
    Row(-240, Unsupported, ERR),
)

# In answer to a broadcast these mean something of their own; the rest is as above.
BROADCAST = (
    Row(-211, Throttled, ERR, words.NO_BROADCAST_LEFT, next_month),
    Row(-223, AccountBroken, ERR, words.BROADCAST_PERMISSION),
    Row(-233, Refused, ERR, words.NO_BROADCAST),
    Row(-235, Refused, ERR, words.NO_BROADCAST),
    *TABLE,
)

# The OAuth server's codes. None of them is ever tried again by itself; which was seen where is in the documentation of a
# sibling flow only, so an unlisted one means consent as well.
TOKENS = (
    Row(-14002, AccountBroken, OAUTH, words.APPLICATION),
    Row(-14003, AccountBroken, OAUTH, words.CALLBACK),
    Row(-14004, AccountBroken, OAUTH, words.APPLICATION),
    Row(-14005, AccountBroken, OAUTH, words.CODE),
    Row(REFRESH_REFUSED, AccountBroken, OAUTH, words.CONSENT),
    Row(-14018, AccountBroken, OAUTH, words.APPLICATION),
    Row(-14012, AccountBroken, OAUTH, words.CONSENT),
    Row(-14024, AccountBroken, OAUTH, words.CONSENT),
)


def row_of(code: int, text: str, rows: tuple[Row, ...] = TABLE) -> Row | None:
    """The row for this code and Zalo's text; None when nobody has written it down."""
    return next((row for row in rows if row.code == code and row.text in text.lower()), None)
