"""Reading Zalo's answers: the envelope of the OpenAPI, the bare pair of the OAuth server, and what is left of a minute."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from channels.errors import OutcomeUnknown, Unavailable
from channels.wire import Reply
from channels.zalo.codes import TOO_FAST
from channels.zalo.errors import Said

NEAR = 50  # a fiftieth of the limit: what is left then is for what is under way


@dataclass(frozen=True, slots=True)
class Minute:
    """How many calls the present minute has in all and how many are left (every reply says; RATE in codes.py)."""

    limit: int
    left: int

    @property
    def near_its_end(self) -> bool:
        """Whether at most two in a hundred are left."""
        return self.left * NEAR <= self.limit


def minute_of(reply: Reply) -> Minute | None:
    """What X-RateLimit-Limit and X-RateLimit-Remain say; None when they do not say it in numbers."""
    try:
        limit, left = (int(reply.headers[f"x-ratelimit-{name}"]) for name in ("limit", "remain"))
    except (KeyError, ValueError):
        return None
    return Minute(limit, left) if limit > 0 else None


def data_of(reply: Reply, *, changes: bool, hide: Callable[[str], str]) -> dict[str, Any]:
    """`data` of the envelope ({} without one). Said for an error code; OutcomeUnknown or Unavailable when unreadable.

    Whether a gateway's answer means "done" nobody can tell, so it counts as lost. `hide` takes secrets out of a text.
    """
    evidence = {**reply.evidence, "excerpt": hide(str(reply.evidence.get("excerpt", "")))}
    if remain := reply.headers.get("x-ratelimit-remain"):
        evidence["calls_left"] = remain
    answer = _object(reply)
    code = number(answer.get("error", 0)) if answer else 0
    if reply.status == 429:
        raise Said(TOO_FAST, "too many calls (HTTP 429)", evidence, changes=changes)
    if answer and code != 0 and reply.status < 500:
        raise Said(code, hide(_text(answer, "message", "error_name")), evidence, changes=changes)
    if not answer or reply.status >= 400:
        lost = OutcomeUnknown if changes else Unavailable
        raise lost(f"the answer cannot be read (HTTP {reply.status})", evidence=evidence)
    data = answer.get("data")
    return data if isinstance(data, dict) else {}


def pair_of(reply: Reply) -> tuple[str, str, int]:
    """(access token, refresh token, seconds that the first lasts; 0 unknown) of the OAuth server's answer.

    Said for its error codes, OutcomeUnknown for what cannot be read. No excerpt in the evidence: the body of a success is
    the new pair itself.
    """
    answer, evidence = _object(reply), {"status": reply.status}
    if answer and reply.status < 500:
        code = number(answer.get("error", 0))
        if code != 0:
            raise Said(code, _text(answer, "error_name", "message", "error_description"), evidence, changes=True)
        if answer.get("access_token") and answer.get("refresh_token"):
            lasts = number(answer.get("expires_in") or 0)
            return str(answer["access_token"]), str(answer["refresh_token"]), max(lasts, 0)
    raise OutcomeUnknown("the answer to a token request cannot be read", evidence=evidence)


def number(value: Any) -> int:
    """A number that Zalo writes now as a number, now as a string. What is neither is an error of its own: -1."""
    try:
        return int(value)
    except (TypeError, ValueError):
        return -1


def _object(reply: Reply) -> dict[str, Any]:
    """The JSON object of the reply; {} when it is none."""
    try:
        answer = reply.json()
    except ValueError:
        return {}
    return answer if isinstance(answer, dict) else {}


def _text(answer: Mapping[str, Any], *names: str) -> str:
    return next((str(answer[name]) for name in names if answer.get(name)), "")
