"""The captions of a film, put beside its video: one track a language and name.

Documentation: developers.google.com/youtube/v3/docs/captions (insert, update, list), read 2026-11-23: at most 100 MB a track, a name
of at most 150 characters, one track of the same language and name. They cost most of a publication's quota (list 50, insert
400, update 450 units), so nothing is asked and nothing is sent that is known already.
"""

from __future__ import annotations

from typing import Any, Final

from channels.channel import Parcel
from channels.errors import ChannelError, OutcomeUnknown, Refused
from channels.youtube.client import Client
from formatters.story import Blob, Caption, Film

LARGEST: Final = 100 * 1024 * 1024  # bytes
LONGEST_NAME: Final = 150  # characters


def wanted(film: Film | None) -> dict[str, Caption]:
    """The film's captions by the name of their track, "language/name"; of two with the same name the first."""
    tracks: dict[str, Caption] = {}
    for caption in film.captions if film else ():
        tracks.setdefault(_track(caption.language, _name(caption)), caption)
    return tracks


def put(
    client: Client, parcel: Parcel, video: str, worn: dict[str, str], *, look_first: bool, may_differ: bool
) -> dict[str, Any]:
    """Put up what is not in `worn` (SHA-256 by track) and take away what is in it and no longer wanted; `worn` follows.

    Gives back what failed, by track, with its cause. `look_first`: a track that `worn` does not know may be there, put up by
    a process that was cut off; `may_differ`: with other contents.
    """
    tracks = wanted(parcel.rendition.film)
    failed: dict[str, Any] = {}
    there: dict[str, str] | None = None
    for name in [*tracks, *(name for name in list(worn) if name not in tracks)]:
        caption = tracks.get(name)
        if caption is not None and worn.get(name) == caption.sha256:
            continue
        try:
            if there is None and (look_first or name in worn):
                there = _there(client, video)
            if caption is None:
                _take_away(client, name, worn, there or {})
            elif name in (there or {}) and name not in worn and not may_differ:
                worn[name] = caption.sha256  # ours, from before the process was cut off
            else:
                _put_one(client, parcel, video, caption, name, there or {})
                worn[name] = caption.sha256
        except ChannelError as error:
            failed[name] = {"cause": error.cause, **error.evidence}
    return failed


def _take_away(client: Client, name: str, worn: dict[str, str], there: dict[str, str]) -> None:
    if name in there:
        client.delete_caption(there[name])
    del worn[name]


def _put_one(client: Client, parcel: Parcel, video: str, caption: Caption, name: str, there: dict[str, str]) -> None:
    text = _text(parcel.blobs.get(caption.sha256))
    if name in there:
        client.update_caption(there[name], text, caption.mime)
    else:
        _insert(client, video, caption, name, text)


def _insert(client: Client, video: str, caption: Caption, name: str, text: bytes) -> None:
    try:
        if client.insert_caption(video, caption.language, _name(caption), text, caption.mime):
            return
    except OutcomeUnknown:
        if name not in _there(client, video):
            raise
        return
    track = _there(client, video).get(name)
    if track is None:
        raise Refused("YouTube says that the track is there and does not list it")
    client.update_caption(track, text, caption.mime)


def _there(client: Client, video: str) -> dict[str, str]:
    """The ids of the tracks that people have put up, by name; not those that YouTube recognised by itself (ASR)."""
    found: dict[str, str] = {}
    for track in client.captions(video):
        snippet = track.get("snippet")
        if isinstance(snippet, dict) and str(snippet.get("trackKind") or "").upper() != "ASR" and track.get("id"):
            found[_track(str(snippet.get("language") or ""), str(snippet.get("name") or ""))] = str(track["id"])
    return found


def _text(blob: Blob | None) -> bytes:
    if blob is None or not 0 < blob.size <= LARGEST:
        raise Refused("the parcel has no bytes of these captions, or more than 100 MB")
    with blob.open() as stream:
        return stream.read()


def _name(caption: Caption) -> str:
    return caption.name[:LONGEST_NAME]


def _track(language: str, name: str) -> str:
    return f"{language}/{name}"
