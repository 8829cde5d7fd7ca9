"""A multipart body that is made while it is sent: a part of a large film never stands in memory whole."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping
from typing import BinaryIO

from channels.errors import Unsupported

BLOCK = 64 * 1024  # bytes held at a time


class Multipart:
    """Fields and one file of `size` bytes, read from `stream` from where it stands. It can be sent once.

    Its length is known beforehand, so that the server is told it. Unsupported when the stream ends too early.
    """

    def __init__(self, fields: Mapping[str, str], name: str, filename: str, stream: BinaryIO, size: int) -> None:
        boundary = secrets.token_hex(16)
        told = "".join(
            f'--{boundary}\r\nContent-Disposition: form-data; name="{field}"\r\n\r\n{value}\r\n'
            for field, value in fields.items()
        )
        told += f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"; filename="{filename}"\r\n'
        told += "Content-Type: application/octet-stream\r\n\r\n"
        self.content_type = f"multipart/form-data; boundary={boundary}"
        self._head = told.encode()
        self._tail = f"\r\n--{boundary}--\r\n".encode()
        self._stream = stream
        self._size = size

    def __len__(self) -> int:
        return len(self._head) + self._size + len(self._tail)

    def __iter__(self) -> Iterator[bytes]:
        yield self._head
        left = self._size
        while left:
            block = self._stream.read(min(BLOCK, left))
            if not block:
                raise Unsupported(f"the film ends {left} bytes before the size that was announced")
            left -= len(block)
            yield block
        yield self._tail
