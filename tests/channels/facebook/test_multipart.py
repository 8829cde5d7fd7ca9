"""A part of a film as a body: what a server reads of it, and how little of it is in memory."""

from __future__ import annotations

import io

import pytest
from werkzeug.wrappers import Request

from channels.errors import Unsupported
from channels.facebook.multipart import BLOCK, Multipart


@pytest.mark.parametrize("size", [1, BLOCK, BLOCK * 3 + 17])
def test_a_server_reads_the_fields_and_exactly_the_part(size: int) -> None:
    film = io.BytesIO(bytes(100) + bytes(range(256)) * (size // 256 + 1) + b"after")
    film.seek(100)
    body = Multipart({"upload_phase": "transfer", "start_offset": "100"}, "video_file_chunk", "part.mp4", film, size)
    sent = b"".join(body)
    assert len(body) == len(sent)
    with Request.from_values(data=sent, content_type=body.content_type, method="POST") as request:
        assert dict(request.form) == {"upload_phase": "transfer", "start_offset": "100"}
        part = request.files["video_file_chunk"]
        assert part.read() == (bytes(range(256)) * (size // 256 + 1))[:size]
        assert part.filename == "part.mp4"


def test_no_piece_is_larger_than_a_block() -> None:
    body = Multipart({}, "f", "n", io.BytesIO(bytes(10 * BLOCK)), 10 * BLOCK)
    assert max(map(len, body)) == BLOCK


def test_a_stream_that_ends_too_early_is_our_mistake() -> None:
    with pytest.raises(Unsupported, match="3 bytes"):
        list(Multipart({}, "f", "n", io.BytesIO(b"12"), 5))
