"""How much of the calls is used up: the three headers, and what happens when it is all."""

from __future__ import annotations

import json

from werkzeug.wrappers import Response

from channels.facebook.sandbox.protocol import Refusal
from channels.facebook.sandbox.tokens import Token
from channels.facebook.sandbox.world import DAY, World


def percent(world: World) -> int:
    """What the headers say: the switch, or the calls counted against the budget, whichever is more."""
    counted = 0
    if world.budget:
        since = world.clock() - DAY
        world.calls = [at for at in world.calls if at > since]
        counted = len(world.calls) * 100 // world.budget
    return max(world.usage, counted)


def count(world: World, token: Token) -> None:
    """One more call. Refusal 80001 for a Page's token when all are used; each one more makes the wait longer."""
    if token.type == "PAGE":
        if percent(world) >= 100:
            world.regain += 1
            world.frown("called on while throttled: it makes the wait longer")
            raise Refusal(80001)
        world.calls.append(world.clock())


def tell(world: World, response: Response, token: Token | None) -> None:
    """Add the headers that a call with this token gets; none while little is used."""
    used = percent(world)
    if not used or token is None:
        return
    wanted = [name.strip() for name in world.usage_headers.split(",")]
    if token.type == "PAGE":
        if "business" in wanted:
            response.headers["X-Business-Use-Case-Usage"] = business(token.page, used, world.regain)
        if "page" in wanted:
            response.headers["X-Page-Usage"] = _three(used)
    if "app" in wanted:
        response.headers["X-App-Usage"] = _three(used)


def business(page: str, used: int, regain: int) -> str:
    """The value of X-Business-Use-Case-Usage; `regain` is minutes."""
    told = {
        "type": "pages",
        "call_count": used,
        "total_cputime": used // 4,
        "total_time": used // 4,
        "estimated_time_to_regain_access": regain,
    }
    return json.dumps({page: [told]})


def _three(used: int) -> str:
    return json.dumps({"call_count": used, "total_time": used // 4, "total_cputime": used // 4})
