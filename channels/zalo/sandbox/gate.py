"""What every call of the API goes through before it is looked at: how many there were, and whether the account is fit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from werkzeug.wrappers import Request, Response

from channels.sandbox.stage import reply
from channels.zalo.sandbox.grants import Grants
from channels.zalo.sandbox.refusals import OA_LIMIT, No
from channels.zalo.sandbox.switches import Floor

NO_OPEN_API = ("Cơ bản", "Tiêu chuẩn")


@dataclass
class Gate:
    """Counts calls by minute: articles and the rest have a limit each, the Official Account's package one for all."""

    floor: Floor
    grants: Grants
    calls: dict[tuple[int, str], int] = field(default_factory=dict)  # (minute, articles or rest) → how many

    def admit(self, request: Request, operation: str) -> None:
        """No when the call may not be made. What only looks at the account is open to every package."""
        now, switches = (self._minute(), _family(request)), self.floor.switches
        self.calls = {key: count for key, count in self.calls.items() if key[0] == now[0]}
        self.calls[now] = self.calls.get(now, 0) + 1
        if self.calls[now] > switches.calls_a_minute:
            raise No(-32)
        if switches.oa_calls_a_minute and sum(self.calls.values()) > switches.oa_calls_a_minute:
            raise No(-32, OA_LIMIT)
        self.grants.admit(request)
        if operation != "oa.get":
            if not switches.verified:
                raise No(-221)
            if switches.package in NO_OPEN_API:
                raise No(-224)

    def envelope(self, request: Request, value: Mapping[str, Any]) -> Response:
        """An answer of the API: HTTP 200, with what is left of the minute."""
        limit = self.floor.switches.calls_a_minute
        left = limit - self.calls.get((self._minute(), _family(request)), 0)
        return reply(value, X_RateLimit_Limit=str(limit), X_RateLimit_Remain=str(max(0, left)))

    def _minute(self) -> int:
        return int(self.floor.clock()) // 60


def _family(request: Request) -> str:
    return "articles" if request.path.startswith("/v2.0/article/") else "rest"
