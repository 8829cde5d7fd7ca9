"""A file as multipart/form-data, handed on piece by piece: a film is never whole in memory."""

from __future__ import annotations

import secrets
from collections.abc import Iterator

from formatters.story import Blob

PIECE = 256 * 1024


class FilePart:
    """The body of a request with one file in the part `name`. Iterating opens the blob anew; its length is known before.

    The length is the blob's own word: when the bytes are fewer, the request ends short and is not taken for a whole one.
    """

    def __init__(self, name: str, filename: str, blob: Blob) -> None:
        boundary = secrets.token_hex(16)
        self.content_type = f"multipart/form-data; boundary={boundary}"
        disposition = f'Content-Disposition: form-data; name="{name}"; filename="{filename}"'
        self._head = f"--{boundary}\r\n{disposition}\r\nContent-Type: {blob.mime}\r\n\r\n".encode()
        self._tail = f"\r\n--{boundary}--\r\n".encode()
        self._blob = blob

    def __len__(self) -> int:
        return len(self._head) + self._blob.size + len(self._tail)

    def __iter__(self) -> Iterator[bytes]:
        yield self._head
        with self._blob.open() as file:
            while piece := file.read(PIECE):
                yield piece
        yield self._tail
