"""The Graph API's manner of speaking, as a server: how an error looks, how a boolean, a list of media, a page of a list."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from werkzeug.wrappers import Response

from channels.sandbox.stage import reply

STATUS = {1: 500, 2: 500, 4: 403, 10: 403, 17: 403, 32: 403, 200: 403, 210: 403, 283: 403, 613: 403, 80001: 403}

MEANINGS = {
    (1, None): "An unknown error occurred",
    (2, None): "An unexpected error has occurred. Please retry your request later.",
    (4, None): "(#4) Application request limit reached",
    (33, None): "Unsupported request",
    (100, 33): (
        "Unsupported request. Object with ID '{detail}' does not exist, cannot be loaded due to missing permissions, "
        "or does not support this operation"
    ),
    (104, None): "An access token is required to request this resource.",
    (190, None): "Invalid OAuth access token - Cannot parse access token",
    (190, 458): "Error validating access token: The user has not authorized application.",
    (190, 459): "Error validating access token: You cannot access the app till you log in to www.facebook.com.",
    (
        190,
        460,
    ): "Error validating access token: The session has been invalidated because the user changed the password.",
    (190, 463): "Error validating access token: Session has expired.",
    (190, 492): "Error validating access token: The user does not have a role on the Page.",
    (200, None): "(#200) {detail}",
    (324, None): "(#324) Missing or invalid image file",
    (382, None): "(#382) The video file is too small. Please try again with a larger file.",
    (389, None): "(#389) Unable to fetch video file from URL.",
    (368, None): "The action attempted has been deemed abusive or is otherwise disallowed",
    (368, 1390008): "You can't post so often: you're temporarily blocked from posting",
    (506, None): "(#506) Duplicate status message",
    (2500, None): "Unknown path components: /{detail}",
    (2635, None): "(#2635) You are calling a deprecated version of the Graph API.",
    (6001, 1363037): "There was a problem uploading your video. Please try again.",
    (80001, None): "(#80001) There have been too many calls to this Page account. Wait a bit and try again.",
}


class Refusal(Exception):
    """The request is turned down with this code and subcode; `more` is added to the error object."""

    def __init__(
        self, code: int, subcode: int | None = None, detail: str = "", *, status: int | None = None, **more: Any
    ) -> None:
        super().__init__(f"{code}/{subcode} {detail}")
        self.code, self.subcode, self.detail, self.status, self.more = code, subcode, detail, status, more

    def response(self) -> Response:
        """The answer as Meta words it."""
        return error(self.code, self.subcode, self.detail, status=self.status, **self.more)


def error(
    code: int, subcode: int | None = None, detail: str = "", *, status: int | None = None, **more: Any
) -> Response:
    """Meta's error object with its HTTP status: 500 for 1 and 2, 403 for limits and rights, else 400."""
    body: dict[str, Any] = {"message": worded(code, subcode, detail), "type": "OAuthException", "code": code}
    if subcode is not None:
        body["error_subcode"] = subcode
    response = reply({"error": {**body, **more, "fbtrace_id": "AsandboxTrace"}}, status or STATUS.get(code, 400))
    if code == 190:
        response.headers["WWW-Authenticate"] = f'OAuth "Facebook Platform" "invalid_token" "{body["message"]}"'
    return response


def worded(code: int, subcode: int | None = None, detail: str = "") -> str:
    """What Meta says for a code and subcode."""
    template = MEANINGS.get((code, subcode)) or MEANINGS.get((code, None)) or f"(#{code}) {{detail}}"
    return template.format(detail=detail)


def truth(value: str | None, default: bool) -> bool:
    """A boolean in any spelling Meta takes. Refusal 100 for another word."""
    if value is None or value == "":
        return default
    if value.strip('"').lower() in ("true", "1"):
        return True
    if value.strip('"').lower() in ("false", "0"):
        return False
    raise Refusal(100, detail="Param published must be a boolean")


def whole(told: Mapping[str, str], name: str) -> int:
    """A parameter that is a whole number, not negative. Refusal 100 when it is missing or none."""
    value = told.get(name, "")
    if not re.fullmatch(r"\d{1,18}", value):
        raise Refusal(100, detail=f"The parameter {name} is required and must be an integer")
    return int(value)


def attached(told: Mapping[str, str]) -> list[str]:
    """The photo ids of `attached_media`, as one JSON list or as `attached_media[0]`, `[1]`, … each a JSON object."""
    if "attached_media" in told:
        entries: Sequence[Any] = _json(told["attached_media"])
    else:
        numbered = {
            int(found[1]): value
            for name, value in told.items()
            if (found := re.fullmatch(r"attached_media\[(\d+)\]", name))
        }
        entries = [_json(value) for _, value in sorted(numbered.items())]
    if not isinstance(entries, list) or not all(isinstance(one, dict) and "media_fbid" in one for one in entries):
        raise Refusal(100, detail="Param attached_media must be an array of objects with media_fbid")
    return [str(one["media_fbid"]) for one in entries]


def listed(address: str, token: str, told: Mapping[str, str], entries: Sequence[Any], empty: int = 0) -> Response:
    """One page of a list by `limit` and `after`, preceded by `empty` pages without entries, each with a next one.

    As on the platform, the addresses of other pages repeat the token: who follows them leaks it.
    """
    limit = int(told["limit"]) if told.get("limit", "").isdigit() else 25
    if limit > 100:
        raise Refusal(100, detail="Please reduce the amount of data you're asking for: limit must be at most 100")
    try:
        start = int(told.get("after") or -empty)
    except ValueError:
        raise Refusal(100, detail="Invalid cursors values") from None
    shown = [] if start < 0 else entries[start : start + limit]
    after = start + 1 if start < 0 else start + limit
    if not shown and start >= 0:
        return reply({"data": []})
    paging: dict[str, Any] = {"cursors": {"before": str(start), "after": str(after)}}
    kept = {name: told[name] for name in ("fields", "limit") if name in told}
    if after < len(entries) or start < 0:
        paging["next"] = f"{address}?{urlencode({'access_token': token, **kept, 'after': after})}"
    if start > 0:
        paging["previous"] = f"{address}?{urlencode({'access_token': token, **kept, 'before': start})}"
    return reply({"data": list(shown), "paging": paging})


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        raise Refusal(100, detail="Param attached_media is not valid JSON") from None
