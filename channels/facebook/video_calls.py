"""Meta's calls about videos, one function a call. The reference of all of them, read 2026-09-11:
https://developers.facebook.com/docs/graph-api/reference/page/videos/

The bytes and `finish` go to the address for videos, everything about a video that is there to the Graph API's own. What a
phase takes and gives is also seen in Meta's own client: PyPI facebook-business 26.0.3, facebook_business/video_uploader.py.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, BinaryIO

from channels.facebook.client import Graph, GraphError, as_object, success

NO_SUCH_FIELD = 100


def start(graph: Graph, address: str, page_id: str, size: int) -> Mapping[str, Any]:
    """Open a session for a film of `size` bytes: `upload_session_id`, `video_id`, `start_offset`, `end_offset`. Unseen."""
    sent = {"upload_phase": "start", "file_size": str(size)}
    return as_object(graph.request(_videos(graph, page_id), post_args=sent, address=address))


def transfer(
    graph: Graph, address: str, page_id: str, session: str, offset: int, stream: BinaryIO, size: int
) -> Mapping[str, Any]:
    """The next `size` bytes of `stream`, which belong at `offset`: the next `start_offset` and `end_offset`. Unseen."""
    sent = {"upload_phase": "transfer", "upload_session_id": session, "start_offset": str(offset)}
    return as_object(graph.send_part(_videos(graph, page_id), sent, "video_file_chunk", stream, size, address))


def finish(
    graph: Graph,
    address: str,
    page_id: str,
    session: str,
    *,
    title: str,
    description: str,
    thumb: tuple[str, BinaryIO, str] | None,
) -> bool:
    """Publish what was transferred: the one call that the public sees. `thumb` is (file name, bytes, MIME type)."""
    sent = {
        "upload_phase": "finish",
        "upload_session_id": session,
        "title": title or None,
        "description": description,
        "published": True,
    }
    files = {"thumb": thumb} if thumb else None
    return success(graph.request(_videos(graph, page_id), post_args=sent, files=files, address=address))


def read_video(graph: Graph, video_id: str) -> Mapping[str, Any]:
    """How a video stands and where it is seen. `post_id` may come without the Page's number and an underscore.

    Only `status` is documented: where another field is not known, it alone is asked for.
    """
    try:
        return as_object(graph.get_object(video_id, fields="id,status,published,permalink_url,post_id,description"))
    except GraphError as error:
        if error.code != NO_SUCH_FIELD or error.missing:
            raise
    return as_object(graph.get_object(video_id, fields="id,status"))


def edit_video(graph: Graph, video_id: str, *, title: str, description: str) -> bool:
    """Another title and description for a video that this same app made."""
    sent = {"title": title or None, "description": description}
    return success(graph.request(f"{graph.version}/{video_id}", post_args=sent))


def set_thumbnail(graph: Graph, video_id: str, picture: tuple[str, BinaryIO, str]) -> bool:
    """Another poster, as (file name, bytes, MIME type). Known from clients, not from Meta's text: failing is no error."""
    path = f"{graph.version}/{video_id}/thumbnails"
    return success(graph.request(path, post_args={"is_preferred": True}, files={"source": picture}))


def _videos(graph: Graph, page_id: str) -> str:
    return f"{graph.version}/{page_id}/videos"
