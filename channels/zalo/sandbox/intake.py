"""What Zalo takes as an article: lengths, enumerations, a cover, films that are ready, pictures that can be fetched."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from channels.zalo.sandbox.films import Film, Films
from channels.zalo.sandbox.markup import has_tags, plain
from channels.zalo.sandbox.pictures import Album, Picture
from channels.zalo.sandbox.refusals import invalid
from channels.zalo.sandbox.switches import Floor

MOST = {"title": 150, "author": 50, "description": 300}  # characters, counted as NFC
KNOWN = {"type", "title", "author", "cover", "description", "body", "status", "comment", "id"}
KNOWN_NORMAL = KNOWN | {"related_medias", "tracking_link", "cite"}
KNOWN_VIDEO = {"type", "title", "description", "video_id", "avatar", "comment", "status", "id"}
FILM_SITES = ("youtube.com", "youtu.be")


@dataclass
class Taken:
    """An article as it is stored, and the pictures and films that it uses, in order."""

    told: dict[str, Any]
    pictures: list[Picture] = field(default_factory=list)
    films: list[Film] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Intake:
    """Looks at the body of a create or update; No when it is turned down. `known` says whether an article exists."""

    floor: Floor
    album: Album
    films: Films
    known: Callable[[Any], bool]

    def take(self, body: Mapping[str, Any]) -> Taken:
        """The article that this body makes. An update says everything anew, so it is looked at in the same way."""
        match body.get("type"):
            case "normal":
                return self._normal(body)
            case "video":
                return self._video(body)
        raise invalid("type")

    def _normal(self, body: Mapping[str, Any]) -> Taken:
        cover, blocks = body.get("cover"), body.get("body")
        if not isinstance(cover, dict):
            raise invalid("cover")
        if not isinstance(blocks, list) or not blocks:
            raise invalid("body")
        self._odd(body, KNOWN_NORMAL)
        taken = Taken({"type": "normal", **{name: self._text(body, name, most) for name, most in MOST.items()}})
        taken.told |= self._standing(body)
        taken.told["cover"] = self._cover(taken, cover)
        taken.told["body"] = [self._block(taken, block) for block in blocks]
        self._extras(taken, body)
        return taken

    def _video(self, body: Mapping[str, Any]) -> Taken:
        self._odd(body, KNOWN_VIDEO)
        taken = Taken(
            {"type": "video", **{name: self._text(body, name, MOST[name]) for name in ("title", "description")}}
        )
        taken.told |= self._standing(body)
        taken.films.append(self.films.ready(body.get("video_id")))
        taken.pictures.append(self.album.take(body.get("avatar"), "avatar", "avatar"))
        taken.told |= {"video_id": taken.films[0].id, "avatar": body["avatar"]}
        return taken

    def _standing(self, body: Mapping[str, Any]) -> dict[str, str]:
        if "status" not in body:
            self.floor.frown("no status: it defaults to hide, and what an update without it does is unknown")
        return {"status": _one_of(body, "status", "hide"), "comment": _one_of(body, "comment", "show")}

    def _cover(self, taken: Taken, cover: Mapping[str, Any]) -> dict[str, Any]:
        settled = {**cover, "status": _one_of(cover, "status", "show")}
        match cover.get("cover_type"):
            case "photo":
                taken.pictures.append(self.album.take(cover.get("photo_url"), "photo_url", "cover"))
            case "video":
                taken.films.append(self.films.ready(cover.get("video_id")))
                settled["cover_view"] = cover.get("cover_view", "horizontal")
                if settled["cover_view"] not in ("horizontal", "vertical", "square"):
                    raise invalid("cover_view")
            case _:
                raise invalid("cover")
        return settled

    def _block(self, taken: Taken, block: Any) -> dict[str, Any]:
        if not isinstance(block, dict):
            raise invalid("body")
        match block.get("type"):
            case "text":
                return {**block, "content": self._content(block)}
            case "image":
                caption = str(block.get("caption") or "")
                taken.pictures.append(self.album.take(block.get("url"), "url", "body", caption))
                return dict(block)
            case "video":
                self._film(taken, block)
                return dict(block)
            case "product" if block.get("id"):
                return dict(block)
        raise invalid("body")

    def _content(self, block: Mapping[str, Any]) -> str:
        content = self._text(block, "content", 1_000_000)
        if not has_tags(content):
            return content
        if "<a " in content.lower():
            self.floor.frown("a link in the markup of a text block: whether it survives is not documented")
        if self.floor.switches.keeps_markup:
            self.floor.frown("markup in a text block: which tags survive is not documented")
            return content
        return plain(content)

    def _film(self, taken: Taken, block: Mapping[str, Any]) -> None:
        if block.get("video_id"):
            taken.films.append(self.films.ready(block["video_id"]))
        else:
            address = urlsplit(block["url"]) if isinstance(block.get("url"), str) else None
            if address is None or address.scheme not in ("http", "https") or not address.hostname:
                raise invalid("url")
            if not address.hostname.removeprefix("www.").endswith(FILM_SITES):
                self.floor.frown(
                    f"a video block with an address at {address.hostname}: only YouTube's is known to work"
                )
        if block.get("thumb"):
            taken.pictures.append(self.album.take(block["thumb"], "thumb", "thumb"))
        else:
            self.floor.frown("a video block without thumb: every example has one")

    def _extras(self, taken: Taken, body: Mapping[str, Any]) -> None:
        related = body.get("related_medias", [])
        if not isinstance(related, list) or not all(self.known(one) for one in related):
            raise invalid("related_medias")
        link = body.get("tracking_link", "")
        if not isinstance(link, str) or not (link == "" or link.startswith(("http://", "https://"))):
            raise invalid("tracking_link")
        if not isinstance(body.get("cite", ""), str):
            raise invalid("cite")
        taken.told |= {name: body[name] for name in ("related_medias", "tracking_link", "cite") if name in body}

    def _text(self, holder: Mapping[str, Any], name: str, most: int) -> str:
        text = holder.get(name)
        composed = unicodedata.normalize("NFC", text) if isinstance(text, str) else ""
        if not composed.strip() or len(composed) > most:
            raise invalid(name)
        if composed != text:
            self.floor.frown(f"{name} is not NFC")
        return composed

    def _odd(self, body: Mapping[str, Any], known: set[str]) -> None:
        for name in sorted(set(body) - known):
            self.floor.frown(f"{name} in an article: Zalo knows no such field")


def _one_of(holder: Mapping[str, Any], name: str, default: str) -> str:
    value = holder.get(name, default)
    if value not in ("show", "hide"):
        raise invalid(name)
    return str(value)
