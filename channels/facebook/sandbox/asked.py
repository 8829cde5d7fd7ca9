"""What one call asks for, wherever in the request it stands: address, form, multipart, JSON, or an item of a batch."""

from __future__ import annotations

import json
import shutil
import tempfile
import weakref
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, cast

from werkzeug.datastructures import Headers
from werkzeug.exceptions import ClientDisconnected, RequestEntityTooLarge
from werkzeug.formparser import FormDataParser
from werkzeug.wrappers import Request

from channels.facebook.sandbox.protocol import Refusal

MOST_TEXT = 10 * 1024 * 1024  # of a form's field or a JSON body; files may be of any size
_KEPT = "sandbox.facebook.asked"


@dataclass
class Part:
    """One file part of a multipart body, in a file that is removed with the request unless it was moved away."""

    name: str
    filename: str
    mime: str
    path: Path


@dataclass
class Asked:
    """One call. `node`, `edge` and `more` are the parts of the path below the version; `told` the parameters as text.

    `base` is the stand-in's own address, with a closing slash. `stream` is the raw body where a body is just bytes.
    """

    method: str
    version: str
    node: str
    edge: str
    more: str = ""
    told: dict[str, str] = field(default_factory=dict)
    files: list[Part] = field(default_factory=list)
    headers: Headers = field(default_factory=Headers)
    base: str = ""
    stream: IO[bytes] | None = None
    cut_off: bool = False

    @property
    def token(self) -> str:
        """The token, from the header or from the parameters; "" when there is none."""
        scheme, _, token = self.headers.get("Authorization", "").partition(" ")
        if scheme.lower() in ("bearer", "oauth") and token:
            return token.strip()
        return self.told.get("access_token", "")

    def file(self, *names: str) -> Part | None:
        """The file part of one of these names."""
        return next((part for part in self.files if part.name in names), None)

    def public(self, name: str) -> str:
        """Where the wall serves this object's bytes."""
        root = self.base.rstrip("/").rpartition("/")[0]
        return f"{root}/_files/facebook/{name}"


def asked_of(request: Request) -> Asked:
    """The call that this request is, parsed once; a body that is just bytes is left to be read. Refusal of a bad body."""
    if _KEPT not in request.environ:
        try:
            request.environ[_KEPT] = _parsed(request)
        except Refusal as refusal:
            request.environ[_KEPT] = refusal
    kept = request.environ[_KEPT]
    if isinstance(kept, Refusal):
        raise kept
    return cast(Asked, kept)


def below_version(path: str) -> tuple[str, str, str, str]:
    """(version, node, edge, more) of a path; the version is "" when the path does not begin with one."""
    parts = [part for part in path.strip("/").split("/") if part]
    version = parts.pop(0) if parts and parts[0] not in UNVERSIONED and not parts[0].startswith("video-upload") else ""
    node, edge, *more = [*parts, "", ""][: max(len(parts), 2)]
    return version, node, edge, "/".join(more)


UNVERSIONED = ("oauth", "dialog", "debug_token")  # what may be called without a version


def _parsed(request: Request) -> Asked:
    version, node, edge, more = below_version(request.path)
    asked = Asked(
        method=request.method,
        version=version,
        node=node,
        edge=edge,
        more=more,
        told=dict(request.args.items()),
        headers=request.headers,
        base=request.root_url,
    )
    if node.startswith("upload:") or node == "video-upload":
        asked.stream = request.stream
        return asked
    try:
        if request.mimetype == "application/json":
            asked.told.update(_flat(request.stream.read(MOST_TEXT)))
        else:
            form, asked.files = _form(request, asked)
            asked.told.update(form)
    except ClientDisconnected:
        asked.cut_off = True
    except RequestEntityTooLarge:
        raise Refusal(100, detail="A parameter is too long") from None
    return asked


def _flat(body: bytes) -> dict[str, str]:
    """The members of a JSON object as text; lists and objects as JSON. What is null is not there."""
    try:
        told = json.loads(body or b"{}")
    except ValueError:
        raise Refusal(100, detail="The body is not valid JSON") from None
    if not isinstance(told, dict):
        raise Refusal(100, detail="The body is no JSON object")
    return {
        name: value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        for name, value in told.items()
        if value is not None
    }


def _form(request: Request, asked: Asked) -> tuple[dict[str, str], list[Part]]:
    """Fields and files; each file goes straight to the disk, into a folder that lives as long as the call."""
    opened: list[tuple[IO[bytes], Path]] = []
    folder: list[Path] = []

    def keep(*args: Any, **kwargs: Any) -> IO[bytes]:
        if not folder:
            folder.append(Path(tempfile.mkdtemp(prefix="sandbox-facebook-call-")))
            weakref.finalize(asked, shutil.rmtree, str(folder[0]), ignore_errors=True)
        path = folder[0] / str(len(opened))
        opened.append((path.open("w+b"), path))
        return opened[-1][0]

    parser = FormDataParser(stream_factory=keep, max_form_memory_size=MOST_TEXT)
    try:
        _, form, files = parser.parse(request.stream, request.mimetype, request.content_length, request.mimetype_params)
    finally:
        for stream, _ in opened:
            stream.close()
    where = dict(opened)
    parts = [
        Part(name, part.filename or "", part.mimetype, where[part.stream]) for name, part in files.items(multi=True)
    ]
    return dict(form.items()), parts
