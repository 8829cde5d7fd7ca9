"""One article as a follower reads it: cover, title, then text, pictures with captions and films in their order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

from channels.zalo.sandbox.articles import Article
from channels.zalo.sandbox.films import Films
from channels.zalo.sandbox.markup import shown
from channels.zalo.sandbox.pictures import Album

STYLE = (
    'body{max-width:640px;margin:0 auto;padding:16px;font:16px/1.6 system-ui,"Noto Sans",sans-serif}'
    "img,video{max-width:100%;display:block;margin:12px auto}figure{margin:0}figcaption{color:#666;text-align:center}"
    ".by{color:#666}.gone{color:#a00}"
)


def article_page(one: Article, album: Album, films: Films) -> str:
    """The whole page. An article that the public cannot see says so, and shows nothing else."""
    told = one.told
    if not one.live:
        return _html(told["title"], '<p class="gone">Bài viết không còn · this article is not to be seen</p>')
    edited = " · đã sửa" if one.edits else ""
    author = f"{escape(told['author'])}" if told.get("author") else ""
    parts = [
        f"<h1>{escape(told['title'])}</h1>",
        f'<p class="by">{author}{edited}</p>',
        f"<p><b>{escape(told['description'])}</b></p>",
        *_blocks(one, album, films),
    ]
    return _html(told["title"], _cover(one, album, films) + "".join(parts))


def _cover(one: Article, album: Album, films: Films) -> str:
    if one.told["type"] == "video":
        return _film(f"/_files/zalo/{one.films[0].file}", album.shown(one.pictures[0]))
    cover = one.told["cover"]
    if cover["status"] == "hide":
        return ""
    if cover["cover_type"] == "video":
        film = films.by_id(cover["video_id"])
        return _film(f"/_files/zalo/{film.file}", "") if film else ""
    return f'<img src="{escape(album.shown(one.pictures[0]))}" alt="">'


def _blocks(one: Article, album: Album, films: Films) -> Iterator[str]:
    pictures = iter([picture for picture in one.pictures if picture.used in ("body", "thumb")])
    for block in one.told.get("body", ()):
        match block["type"]:
            case "text":
                yield shown(block["content"])
            case "image":
                picture = next(pictures)
                caption = f"<figcaption>{escape(picture.caption)}</figcaption>" if picture.caption else ""
                yield f'<figure><img src="{escape(album.shown(picture))}" alt="">{caption}</figure>'
            case "video":
                yield _block_film(block, album.shown(next(pictures)) if block.get("thumb") else "", films)
            case "product":
                yield f"<p>[{escape(str(block['id']))}]</p>"


def _block_film(block: Mapping[str, Any], thumb: str, films: Films) -> str:
    film = films.by_id(block["video_id"]) if block.get("video_id") else None
    if film:
        return _film(f"/_files/zalo/{film.file}", thumb)
    image = f'<img src="{escape(thumb)}" alt="">' if thumb else ""
    return f'<a href="{escape(block["url"])}">{image}{escape(block["url"])}</a>'


def _film(address: str, poster: str) -> str:
    shown_first = f' poster="{escape(poster)}"' if poster else ""
    return f'<video src="{escape(address)}"{shown_first} controls preload="metadata"></video>'


def _html(title: str, body: str) -> str:
    return (
        '<!doctype html><html lang="vi"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{escape(title)}</title><style>{STYLE}</style></head><body>{body}</body></html>"
    )
