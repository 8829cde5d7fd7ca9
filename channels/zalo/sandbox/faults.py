"""The faults that only Zalo has, by the name under which they are ordered."""

from __future__ import annotations

from dataclasses import fields

from channels.zalo.sandbox.refusals import OA_LIMIT, SAYINGS, UNAUTHORIZED
from channels.zalo.sandbox.switches import Switches

SAID_INSTEAD = {
    "expired": (-220, ""),
    "quota": (-223, ""),
    "unauthorized": (-223, UNAUTHORIZED),
    "package": (-224, ""),
    "standards": (-248, ""),
    "oa-throttle": (-32, OA_LIMIT),
    "disabled": (-204, ""),
    "removed-app": (-219, ""),
    "unverified": (-221, ""),
    "oa-type": (-235, ""),
    "not-supported": (-233, ""),
    "out-of-quota": (-211, ""),
    "night": (-234, ""),
    "processing": (-214, ""),
    "proof": (-242, ""),
}
FAULTS = {
    **{
        name: f"does nothing and answers HTTP 200 with {code} {text or SAYINGS[code]}"
        for name, (code, text) in SAID_INSTEAD.items()
    },
    "code:<number>": "does nothing and answers HTTP 200 with that code, for instance code:-205",
    "accept-then-error": "does it, and answers HTTP 200 with -200 Send message failed",
    "accept-then-page": "does it, and a gateway answers HTTP 200 with an HTML page",
    "accept-without-data": "does it, and answers Success without any data",
    "lost-rotation": "spends the refresh token or code, makes the new pair, and closes the connection without an answer",
    **{
        f"switch:{one.name}=<value>": f"before it answers, sets the switch {one.name} until the next reset"
        for one in fields(Switches)
    },
}


def said_instead(name: str) -> tuple[int, str] | None:
    """Code and words of a fault that is an error instead of an answer; None when the fault is not of that kind."""
    if name in SAID_INSTEAD:
        code, text = SAID_INSTEAD[name]
        return code, text or SAYINGS[code]
    if name.startswith("code:"):
        code = int(name.removeprefix("code:"))
        return code, SAYINGS.get(code, f"error {code}")
    return None
