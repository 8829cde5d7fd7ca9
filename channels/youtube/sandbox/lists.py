"""The channel and its lists: the list of uploads, playlists, categories, and the search that lags behind."""

from __future__ import annotations

import hashlib
from typing import Any

from werkzeug.wrappers import Request, Response

from channels.sandbox.stage import reply
from channels.youtube.sandbox.reasons import Refusal, needs, parsed, refused, section
from channels.youtube.sandbox.rules import CATEGORIES, PRIVACIES, UNASSIGNABLE
from channels.youtube.sandbox.state import Playlist, State
from channels.youtube.sandbox.videos import CHANNEL_ID, CHANNEL_TITLE, Video, iso

UPLOADS_ID = "UUsandboxSandboxSandboxSB"
ITEM = "youtube.playlistItem"


def list_channels(state: State, request: Request) -> Response:
    """channels.list of the account itself."""
    needs(request, "part")
    if request.args.get("mine") != "true" and request.args.get("id") != CHANNEL_ID:
        raise Refusal(400, "missingRequiredParameter", "No filter selected.", "youtube.parameter")
    channel = {
        "snippet": {"title": CHANNEL_TITLE, "country": "VN"},
        "contentDetails": {"relatedPlaylists": {"likes": "", "uploads": UPLOADS_ID}},
        "status": {"privacyStatus": "public", "isLinked": True, "longUploadsStatus": state.long_uploads},
    }
    item = {"kind": "youtube#channel", "id": CHANNEL_ID, **_only(channel, request)}
    return reply({"kind": "youtube#channelListResponse", "pageInfo": _counts([item]), "items": [item]})


def list_categories(state: State, request: Request) -> Response:
    """videoCategories.list of a region, with Vietnamese names, or by id."""
    needs(request, "part")
    wanted = [name for name in request.args.get("id", "").split(",") if name]
    if bool(wanted) == bool(request.args.get("regionCode")):
        raise Refusal(400, "missingRequiredParameter", "Give id or regionCode.", "youtube.parameter")
    items = [
        {
            "kind": "youtube#videoCategory",
            "id": name,
            "snippet": {"title": title, "assignable": name in CATEGORIES, "channelId": "UCBR8-60-B28hp2BmDPdntcQ"},
        }
        for name, title in (CATEGORIES | UNASSIGNABLE).items()
        if not wanted or name in wanted
    ]
    return reply({"kind": "youtube#videoCategoryListResponse", "items": items})


def list_playlists(state: State, request: Request) -> Response:
    """playlists.list of the account, or by id."""
    needs(request, "part")
    wanted = [name for name in request.args.get("id", "").split(",") if name]
    if request.args.get("mine") != "true" and not wanted:
        raise Refusal(400, "missingRequiredParameter", "No filter selected.", "youtube.parameter")
    found = [_playlist(state, name, request) for name in state.playlists if not wanted or name in wanted]
    return _page(request, found, "youtube#playlistListResponse")


def insert_playlist(state: State, request: Request) -> Response:
    """playlists.insert."""
    needs(request, "part")
    body = parsed(request.get_data())
    snippet, status = section(body, "snippet"), section(body, "status")
    title, privacy = snippet.get("title"), status.get("privacyStatus", "public")
    if not isinstance(title, str) or not title.strip() or len(title) > 150 or "<" in title or ">" in title:
        raise Refusal(400, "invalidPlaylistSnippet", "The playlist's title is invalid.", "youtube.playlist")
    if privacy not in PRIVACIES:
        raise Refusal(400, "invalidPlaylistSnippet", "The playlist's privacy is invalid.", "youtube.playlist")
    name = "PL" + hashlib.sha256(f"{title}{len(state.playlists)}".encode()).hexdigest()[:32]
    state.playlists[name] = []
    state.playlist_facts[name] = Playlist(name, title, str(snippet.get("description", "")), privacy)
    return reply(_playlist(state, name, request))


def list_items(state: State, request: Request) -> Response:
    """playlistItems.list. The list of uploads has the newest first, and a fresh upload only after `list_lag`."""
    needs(request, "part", "playlistId")
    playlist, wanted = request.args["playlistId"], request.args.get("videoId", "")
    videos = {video.id: video for video in state.videos if not video.deleted and wanted in ("", video.id)}
    names = _uploads(state) if playlist == UPLOADS_ID else _members(state, playlist)
    items = [_entry(videos[name], playlist, position, request) for position, name in enumerate(names) if name in videos]
    return _page(request, items, "youtube#playlistItemListResponse")


def insert_item(state: State, request: Request) -> Response:
    """playlistItems.insert."""
    needs(request, "part")
    snippet = section(parsed(request.get_data()), "snippet")
    resource = section(snippet, "resourceId")
    if not snippet.get("playlistId"):
        raise Refusal(400, "playlistIdRequired", "The request does not specify the playlist ID.", ITEM)
    if not resource.get("videoId") or resource.get("kind") != "youtube#video":
        raise Refusal(400, "resourceIdRequired", "The request must contain a resourceId of kind youtube#video.", ITEM)
    playlist = str(snippet["playlistId"])
    if playlist == UPLOADS_ID:
        raise Refusal(403, "playlistItemsNotAccessible", "Nothing can be added to the list of uploads.", ITEM)
    members, video = _members(state, playlist), state.named(str(resource["videoId"]))
    if video.id in members:
        raise Refusal(409, "videoAlreadyInPlaylist", "The video is already in the playlist.", ITEM)
    position = snippet.get("position", len(members))
    if not isinstance(position, int) or not 0 <= position <= len(members):
        raise Refusal(400, "invalidPlaylistItemPosition", "The request sets an invalid position.", ITEM)
    members.insert(position, video.id)
    return reply(_entry(video, playlist, position, request))


def delete_item(state: State, request: Request) -> Response:
    """playlistItems.delete."""
    needs(request, "id")
    for playlist, members in state.playlists.items():
        for video in members:
            if _item_id(playlist, video) == request.args["id"]:
                members.remove(video)
                return Response(status=204)
    raise Refusal(404, "playlistItemNotFound", "The playlist item cannot be found.", ITEM)


def search(state: State, request: Request) -> Response:
    """search.list of the account's own videos: an index, which knows an upload only after `search_lag`."""
    needs(request, "part")
    if not any(request.args.get(name) == "true" for name in ("forMine", "forDeveloper")):
        raise Refusal(400, "missingRequiredParameter", "Only forMine and forDeveloper are here.", "youtube.parameter")
    if request.args.get("type") != "video":
        raise refused("invalidVideoMetadata", "type must be video")
    words, old = request.args.get("q", "").lower(), state.clock() - state.search_lag
    items = [
        {
            "kind": "youtube#searchResult",
            "id": {"kind": "youtube#video", "videoId": video.id},
            "snippet": {"title": video.snippet["title"], "publishedAt": iso(video.created), "channelId": CHANNEL_ID},
        }
        for video in reversed(state.videos)
        if not video.deleted and video.created <= old and words in str(video.snippet).lower()
    ]
    return _page(request, items, "youtube#searchListResponse")


def _uploads(state: State) -> list[str]:
    shown = state.clock() - state.list_lag
    return [video.id for video in reversed(state.videos) if video.created <= shown]


def _members(state: State, playlist: str) -> list[str]:
    if playlist not in state.playlists:
        raise Refusal(404, "playlistNotFound", "The playlist identified with playlistId cannot be found.", ITEM)
    return state.playlists[playlist]


def _item_id(playlist: str, video: str) -> str:
    return hashlib.sha256(f"{playlist}/{video}".encode()).hexdigest()[:44]


def _entry(video: Video, playlist: str, position: int, request: Request) -> dict[str, Any]:
    since = iso(video.created if video.published is None else video.published)
    whole = {
        "snippet": {
            "playlistId": playlist,
            "position": position,
            "resourceId": {"kind": "youtube#video", "videoId": video.id},
            "publishedAt": iso(video.created),
            "channelId": CHANNEL_ID,
            "title": video.snippet["title"],
            "description": video.snippet.get("description", ""),
        },
        "contentDetails": {"videoId": video.id, "videoPublishedAt": since},
        "status": {"privacyStatus": video.status["privacyStatus"]},
    }
    return {"kind": "youtube#playlistItem", "id": _item_id(playlist, video.id), **_only(whole, request)}


def _playlist(state: State, name: str, request: Request) -> dict[str, Any]:
    about = state.playlist_facts.get(name) or Playlist(name, name)
    whole = {
        "snippet": {"title": about.title, "description": about.description, "channelId": CHANNEL_ID},
        "status": {"privacyStatus": about.privacy},
        "contentDetails": {"itemCount": len(state.playlists[name])},
    }
    return {"kind": "youtube#playlist", "id": name, **_only(whole, request)}


def _page(request: Request, items: list[dict[str, Any]], kind: str) -> Response:
    token, most = request.args.get("pageToken", "P0"), request.args.get("maxResults", "5")
    if not token.startswith("P") or not token[1:].isdecimal():
        raise Refusal(400, "invalidPageToken", "The request specifies an invalid page token.", "youtube.parameter")
    if not most.isdecimal() or int(most) > 50:
        raise Refusal(400, "invalidParameter", "maxResults is a number from 0 to 50.")
    start, end = int(token[1:]), int(token[1:]) + int(most)
    more = {"nextPageToken": f"P{end}"} if end < len(items) else {}
    counts = {"totalResults": len(items), "resultsPerPage": int(most)}
    return reply({"kind": kind, "items": items[start:end], "pageInfo": counts, **more})


def _only(whole: dict[str, Any], request: Request) -> dict[str, Any]:
    named = [part.strip() for part in request.args.get("part", "").split(",")]
    return {name: value for name, value in whole.items() if name in named}


def _counts(items: list[dict[str, Any]]) -> dict[str, int]:
    return {"totalResults": len(items), "resultsPerPage": len(items)}
