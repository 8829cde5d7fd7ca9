"""Files for messages. None of them can be used in an article: those take pictures by address alone."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import Any

from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Request

from channels.zalo.sandbox.pictures import kind_of
from channels.zalo.sandbox.refusals import No, invalid
from channels.zalo.sandbox.switches import Floor

MEGABYTE = 1024 * 1024
MOST = {"image": MEGABYTE, "gif": 5 * MEGABYTE, "file": 5 * MEGABYTE}
PICTURES = {"image": ("jpeg", "png"), "gif": ("gif",)}
FILES = (".pdf", ".doc", ".docx", ".csv")
LASTS = 7 * 86_400


@dataclass(frozen=True, slots=True)
class Upload:
    """One file. It can be used in a message until `ends`."""

    id: str
    kind: str
    name: str
    size: int
    created: float
    ends: float


@dataclass
class Uploads:
    """Every file that was uploaded for a message."""

    floor: Floor
    taken: dict[str, Upload] = field(default_factory=dict)

    def take(self, request: Request, kind: str) -> dict[str, Any]:
        """POST /v2.0/oa/upload/{image,gif,file}: the part `file`."""
        try:
            part = request.files.get("file")
            data = part.stream.read(MOST[kind] + 1) if part else b""
            name = (part.filename or "") if part else ""
        except RequestEntityTooLarge as error:
            raise invalid("file") from error
        finally:
            request.close()
        fits = kind_of(data) in PICTURES[kind] if kind in PICTURES else name.lower().endswith(FILES)
        if not data or not fits:
            raise invalid("file")
        if len(data) > MOST[kind]:
            raise No(-210)
        now = self.floor.clock()
        one = Upload(secrets.token_urlsafe(24), kind, name, len(data), now, now + LASTS)
        self.taken[one.id] = one
        return {"token": one.id} if kind == "file" else {"attachment_id": one.id}
