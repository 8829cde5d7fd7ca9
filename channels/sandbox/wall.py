"""The wall: one page that shows what each channel's public would see."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from html import escape

from channels.sandbox.stage import Card, Stage

HANOI = timedelta(hours=7)

STYLE = """
:root{color-scheme:light;font:14px/1.5 system-ui,"Noto Sans","Segoe UI",sans-serif;color:#1c1e21;background:#f0f2f5}
body{margin:0}
header{background:#8b1a1a;color:#fff;padding:14px 24px}header h1{font-size:20px;margin:0}header p{margin:2px 0 0;opacity:.9}
main{display:grid;grid-template-columns:repeat(auto-fit,minmax(190px,1fr));gap:16px;padding:18px 24px}
section>h2{font-size:16px;margin:0 0 10px}section>h2 small{color:#65676b;font-weight:400}
article{background:#fff;border-radius:10px;box-shadow:0 1px 2px #0002;padding:14px;margin-bottom:14px;overflow-wrap:anywhere}
article h3{font-size:15px;line-height:1.35;margin:0 0 6px}article .text{white-space:pre-line;margin-top:8px}
.pictures{display:grid;grid-template-columns:repeat(auto-fit,minmax(90px,1fr));gap:4px;margin-top:8px}
.pictures img{width:100%;height:120px;object-fit:cover;border-radius:6px;background:#ddd}
video{width:100%;border-radius:6px;margin-top:8px;background:#000}
article footer{color:#65676b;font-size:12px;margin-top:8px}
.removed{opacity:.5}.removed h3{text-decoration:line-through}
.tag{border-radius:9px;padding:1px 8px;font-size:12px;background:#e4e6eb;margin-left:6px;display:inline-block}
.tag.edited{background:#fff3cd}.tag.removed{background:#f8d7da}.tag.hidden{background:#e2d9f3}.empty{color:#65676b}
"""

RENEW = """
const watched = () => [...document.querySelectorAll("video")].some(film => !film.paused && !film.ended);
setInterval(() => { if (!watched()) location.reload(); }, 5000);
"""

MOST_LINES = 6


def page(stages: Iterable[Stage], labels: Mapping[str, str]) -> str:
    """The wall as one HTML page that renews itself every five seconds, unless a film is being watched.

    `labels` is for stages that have none, by kind.
    """
    columns = "".join(_column(stage, stage.label or labels.get(stage.kind, stage.kind)) for stage in stages)
    return (
        '<!doctype html><html lang="vi"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>Công chúng thấy gì</title><style>{STYLE}</style></head><body>"
        "<header><h1>Công chúng thấy gì trên từng kênh</h1>"
        "<p>The wall: what the public would see on each channel. Stand-ins, not the real platforms.</p></header>"
        f"<main>{columns}</main><script>{RENEW}</script></body></html>"
    )


def _column(stage: Stage, label: str) -> str:
    with stage.lock:
        cards = stage.wall()
    live = sum(card.state in ("live", "edited") for card in cards)
    body = "".join(_card(card) for card in cards) or '<p class="empty">Chưa có gì · nothing yet</p>'
    return f"<section><h2>{escape(label)} <small>{live} đang hiển thị</small></h2>{body}</section>"


def _card(card: Card) -> str:
    when = datetime.fromtimestamp(card.at, UTC) + HANOI
    names = {"edited": "đã sửa", "removed": "đã gỡ", "hidden": "ẩn"}
    tag = f'<span class="tag {card.state}">{names[card.state]}</span>' if card.state in names else ""
    pictures = "".join(f'<img src="{escape(url)}" alt="" loading="lazy">' for url in card.pictures)
    film = f'<video src="{escape(card.film)}" controls preload="metadata"></video>' if card.film else ""
    shown = f'<div class="pictures">{pictures}</div>' if pictures else ""
    link = f' · <a href="{escape(card.link)}">{escape(card.link)}</a>' if card.link else ""
    return (
        f'<article class="{card.state}"><h3>{escape(card.title)}{tag}</h3>{shown}{film}'
        f'<div class="text">{escape(_head_and_tail(card.body))}</div>'
        f"<footer>{when:%d/%m/%Y %H:%M:%S} (Asia/Ho_Chi_Minh){link} {escape(card.meta)}</footer></article>"
    )


def _head_and_tail(body: str) -> str:
    """The beginning and the end of a long text: what a passer-by reads, and where it says it is from."""
    lines = [line for line in body.splitlines() if line.strip()]
    return body if len(lines) <= MOST_LINES else "\n".join([*lines[: MOST_LINES - 4], "⋮", *lines[-3:]])
