"""The articles of the Official Account: made in Zalo's own time, replaced whole, removed for good."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from channels.zalo.sandbox.films import Film, Films
from channels.zalo.sandbox.intake import Intake, Taken
from channels.zalo.sandbox.markup import plain
from channels.zalo.sandbox.pictures import Album, Picture
from channels.zalo.sandbox.refusals import No, invalid
from channels.zalo.sandbox.switches import Floor


@dataclass
class Article:
    """One article. `told` is its body as it stands now; `edits` are when it was replaced and what stood before."""

    id: str
    told: dict[str, Any]
    created: float
    updated: float
    pictures: list[Picture] = field(default_factory=list)
    films: list[Film] = field(default_factory=list)
    edits: list[dict[str, Any]] = field(default_factory=list)
    removed: bool = False

    @property
    def live(self) -> bool:
        """Whether the public can see it."""
        return not self.removed and self.told["status"] == "show"

    @property
    def state(self) -> str:
        """As the wall marks it."""
        if self.removed:
            return "removed"
        return "hidden" if not self.live else "edited" if self.edits else "live"

    @property
    def text(self) -> str:
        """Description and blocks as plain text, in order, with the captions."""
        blocks = [block.get("content") or block.get("caption") or "" for block in self.told.get("body", ())]
        return "\n".join(part for part in (self.told["description"], *map(plain, blocks)) if part)


@dataclass
class Articles:
    """Every article ever made, and the tokens by which they are asked for. There is no dedupe."""

    floor: Floor
    album: Album
    films: Films
    oa_id: str
    articles: dict[str, Article] = field(default_factory=dict)
    tokens: dict[str, list[Any]] = field(default_factory=dict)  # → [article id, -214s still to come, given out when]

    def __post_init__(self) -> None:
        self._intake = Intake(self.floor, self.album, self.films, lambda one: str(one) in self.articles)

    def create(self, body: Mapping[str, Any]) -> dict[str, Any]:
        """A new article: only a token is given."""
        switches = self.floor.switches
        if switches.article_quota == 0:
            raise No(-223)
        taken, now = self._intake.take(body), self.floor.clock()
        if switches.article_quota > 0:
            switches.article_quota -= 1
        one = Article(secrets.token_hex(10), taken.told, now, now, taken.pictures, taken.films)
        self.articles[one.id] = one
        return {"token": self._token(one)}

    def update(self, body: Mapping[str, Any]) -> dict[str, Any]:
        """Replace the whole article. Its type cannot change."""
        one = self.there(body.get("id"))
        if body.get("type") != one.told["type"]:
            raise invalid("type")
        taken: Taken = self._intake.take(body)
        if "status" not in body and self.floor.switches.update_without_status == "keep":
            taken.told["status"] = one.told["status"]
        one.edits.append({"at": self.floor.clock(), "before": one.told})
        one.told, one.pictures, one.films, one.updated = taken.told, taken.pictures, taken.films, self.floor.clock()
        return {"token": self._token(one)}

    def verify(self, body: Mapping[str, Any]) -> dict[str, Any]:
        """The id for a token; -214 while the article is processed. The code for an unknown token is a guess."""
        waiting, now, switches = self.tokens.get(str(body.get("token"))), self.floor.clock(), self.floor.switches
        if waiting is None or (switches.token_lasts and now >= waiting[2] + switches.token_lasts):
            raise invalid("token")
        if waiting[1] > 0:
            waiting[1] -= 1
            raise No(-214)
        if now < waiting[2] + switches.pending_seconds:
            raise No(-214)
        return {"id": waiting[0]}

    def remove(self, body: Mapping[str, Any]) -> None:
        """Away for good."""
        self.there(body.get("id")).removed = True

    def detail(self, asked: Mapping[str, str]) -> dict[str, Any]:
        """What Zalo tells of one article: for a video only how its film is."""
        if "id" not in asked:
            raise invalid("id")
        one = self.there(asked["id"])
        if one.told["type"] == "video":
            return {**self.films.facts(one.films[0]), "status": one.told["status"]}
        return {"cite": "", **{name: one.told[name] for name in _DETAIL if name in one.told}}

    def slice(self, asked: Mapping[str, str]) -> dict[str, Any]:
        """A page of the list, by plain parameters. Whether hidden articles are on it, and its order, are switches."""
        offset, limit, kind = asked.get("offset", "0"), asked.get("limit", "10"), asked.get("type")
        if kind not in ("normal", "video"):
            raise invalid("type")
        if not offset.isdigit() or not limit.isdigit() or not 1 <= int(limit) <= 10:
            raise No(-210)
        switches, now = self.floor.switches, self.floor.clock()
        listed = [
            one
            for one in self.articles.values()
            if not one.removed
            and one.told["type"] == kind
            and (one.live or switches.list_hidden)
            and now >= one.created + switches.list_lag
        ]
        listed.sort(key=lambda one: one.created, reverse=switches.list_order == "newest")
        page = listed[int(offset) : int(offset) + int(limit)]
        return {"medias": [self._media(one) for one in page], "total": len(listed)}

    def there(self, article_id: Any) -> Article:
        """The article of this id, unless it was removed. The code for one that is not there is a guess."""
        one = self.articles.get(str(article_id))
        if one is None or one.removed:
            raise No(self.floor.switches.not_found, "id is invalid!")
        return one

    def link(self, one: Article) -> str:
        """Where the public reads it on the real platform."""
        return f"https://oa.zalo.me/{self.oa_id}/article/{one.id}"

    def _media(self, one: Article) -> dict[str, Any]:
        return {
            "id": one.id,
            "type": one.told["type"],
            "title": one.told["title"],
            "status": one.told["status"],
            "total_view": 0,
            "total_share": 0,
            "create_date": str(int(one.created * 1000)),
            "update_date": str(int(one.updated * 1000)),
            "thumb": one.told.get("avatar") or one.told["cover"].get("photo_url", ""),
            "link_view": self.link(one),
        }

    def _token(self, one: Article) -> str:
        # Base64 with its + / = as seen in Zalo's samples: whoever encodes it carelessly loses it.
        token = f"{secrets.token_urlsafe(24)}+/{secrets.token_urlsafe(8)}=="
        self.tokens[token] = [one.id, self.floor.switches.pending, self.floor.clock()]
        return token


_DETAIL = ("title", "cover", "description", "status", "body", "comment", "cite")
