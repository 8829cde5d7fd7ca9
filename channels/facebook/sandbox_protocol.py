"""The Graph API's manner of speaking, as a server: what a request says, how an error and a list look."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from werkzeug.formparser import FormDataParser
from werkzeug.wrappers import Request, Response

from channels.sandbox.stage import reply

LIVE_VERSIONS = ("v21.0", "v22.0", "v23.0", "v24.0", "v25.0", "v26.0", "v27.0")
STATUS = {1: 500, 2: 500, 4: 403, 10: 403, 17: 403, 32: 403, 200: 403, 80001: 403}

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
    (
        190,
        460,
    ): "Error validating access token: The session has been invalidated because the user changed the password.",
    (190, 463): "Error validating access token: Session has expired.",
    (190, 492): "Error validating access token: The user does not have a role on the Page.",
    (200, None): "(#200) {detail}",
    (324, None): "(#324) Missing or invalid image file",
    (506, None): "(#506) Duplicate status message",
    (2500, None): "Unknown path components: /{detail}",
    (2635, None): "(#2635) You are calling a deprecated version of the Graph API.",
    (80001, None): "(#80001) There have been too many calls to this Page account. Wait a bit and try again.",
}


class Refusal(Exception):
    """The request is turned down with this code and subcode."""

    def __init__(self, code: int, subcode: int | None = None, detail: str = "") -> None:
        super().__init__(f"{code}/{subcode} {detail}")
        self.code, self.subcode, self.detail = code, subcode, detail

    def response(self, status: int | None = None, **more: Any) -> Response:
        """The answer as Meta words it; `more` is added to the error object."""
        return error(self.code, self.subcode, self.detail, status=status, **more)


def error(
    code: int, subcode: int | None = None, detail: str = "", *, status: int | None = None, **more: Any
) -> Response:
    """Meta's error object with its HTTP status: 500 for 1 and 2, 403 for limits and rights, else 400."""
    template = MEANINGS.get((code, subcode)) or MEANINGS.get((code, None)) or f"(#{code}) {{detail}}"
    body: dict[str, Any] = {"message": template.format(detail=detail), "type": "OAuthException", "code": code}
    if subcode is not None:
        body["error_subcode"] = subcode
    response = reply({"error": {**body, **more, "fbtrace_id": "AsandboxTrace"}}, status or STATUS.get(code, 400))
    if code == 190:
        response.headers["WWW-Authenticate"] = f'OAuth "Facebook Platform" "invalid_token" "{body["message"]}"'
    return response


def given(request: Request) -> dict[str, str]:
    """The parameters, from the address and from a form, a multipart or a JSON body; objects and lists as JSON text."""
    told: dict[str, str] = dict(request.args.items())
    if request.mimetype == "application/json":
        body = request.get_json(silent=True)
        for name, value in (body if isinstance(body, dict) else {}).items():
            told[name] = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    else:
        told.update(_body(request)[0])
    return told


def sent_files(request: Request) -> list[bytes]:
    """The file parts of a multipart body, whatever their names."""
    return _body(request)[1]


def _body(request: Request) -> tuple[dict[str, str], list[bytes]]:
    """Parsed from memory: werkzeug's own way leaves spooled files open, and a body is read here more than once."""
    parser = FormDataParser(stream_factory=lambda *args, **kwargs: io.BytesIO())
    data = request.get_data()
    _, form, files = parser.parse(io.BytesIO(data), request.mimetype, len(data), request.mimetype_params)
    return dict(form.items()), [part.read() for part in files.values()]


def truth(value: str | None, default: bool) -> bool:
    """A boolean in any spelling Meta takes. Refusal 100 for another word."""
    if value is None or value == "":
        return default
    if value.strip('"').lower() in ("true", "1"):
        return True
    if value.strip('"').lower() in ("false", "0"):
        return False
    raise Refusal(100, detail="Param published must be a boolean")


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


def listed(request: Request, told: Mapping[str, str], entries: Sequence[Mapping[str, Any]], empty: int) -> Response:
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
    if after < len(entries) or start < 0:
        kept = {name: told[name] for name in ("fields", "limit") if name in told}
        token = request.headers.get("Authorization", "").partition(" ")[2]
        paging["next"] = f"{request.base_url}?{urlencode({'access_token': token, **kept, 'after': after})}"
    return reply({"data": list(shown), "paging": paging})


def asked_fields(fields: str) -> list[str]:
    """The top names in `fields=id,attachments{url}`."""
    flat = fields
    while (less := re.sub(r"\{[^{}]*\}", "", flat)) != flat:
        flat = less
    return [re.sub(r"[.(].*", "", name.strip()) for name in flat.split(",") if name.strip()]


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        raise Refusal(100, detail="Param attached_media is not valid JSON") from None
