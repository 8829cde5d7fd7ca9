"""The portal's pages for people: plain HTML, one style, no script."""

from __future__ import annotations

from datetime import datetime
from html import escape
from zoneinfo import ZoneInfo

from syndication.demo.addresses import MEDIA, complete, page
from syndication.demo.stories import shots
from syndication.demo.timetable import Edition, Shown

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")

STYLE = """
:root{color-scheme:light;font:16px/1.6 system-ui,"Noto Sans","Segoe UI",sans-serif;color:#1f2933;background:#f4f5f7}
*{box-sizing:border-box}body{margin:0}a{color:inherit;text-decoration:none}
.top{background:linear-gradient(90deg,#8c1515,#b3261e 60%,#8c1515);color:#fff;border-bottom:4px solid #e8b93c}
.top div,nav div,main,footer div{max-width:1120px;margin:0 auto;padding:0 20px}
.top div{display:flex;align-items:center;gap:16px;padding-top:18px;padding-bottom:18px}
.seal{width:56px;height:56px;border-radius:50%;background:#c8201a;border:3px solid #f4cf5a;color:#ffd94a;
 display:grid;place-items:center;font-size:32px;line-height:1}
.top small{display:block;letter-spacing:.06em;text-transform:uppercase;opacity:.9;font-size:13px}
.top strong{font-size:24px;text-transform:uppercase;letter-spacing:.02em}
nav{background:#fff;border-bottom:1px solid #dde1e6}nav div{display:flex;gap:24px;padding-top:10px;padding-bottom:10px;font-size:15px}
nav a{font-weight:600;color:#7a1210}nav a:hover{text-decoration:underline}nav .far{margin-left:auto;font-weight:400;color:#52606d}
main{padding-top:24px;padding-bottom:40px}
.lead{display:grid;grid-template-columns:3fr 2fr;gap:24px;background:#fff;border-radius:8px;overflow:hidden;margin-bottom:24px;
 box-shadow:0 1px 3px #0000001f}.lead img{width:100%;height:100%;min-height:280px;object-fit:cover;display:block}
.lead div{padding:22px 24px 22px 0}.lead h2{margin:6px 0 10px;font-size:25px;line-height:1.3}
.list{display:grid;grid-template-columns:repeat(auto-fill,minmax(320px,1fr));gap:20px}
.card{background:#fff;border-radius:8px;overflow:hidden;box-shadow:0 1px 3px #0000001f;display:flex;flex-direction:column}
.card img,.card .none{width:100%;aspect-ratio:16/9;object-fit:cover;display:block;background:linear-gradient(135deg,#efe3c8,#e6d3a8)}
.card div{padding:14px 16px 16px}.card h3{font-size:17px;line-height:1.4;margin:4px 0 6px}
.card p,.lead p{margin:0;color:#52606d;font-size:15px}.card p{display:-webkit-box;-webkit-line-clamp:3;-webkit-box-orient:vertical;
 overflow:hidden}h2 a:hover,h3 a:hover{color:#a61b14}
.kind{color:#a61b14;font-weight:600;font-size:13px;text-transform:uppercase;letter-spacing:.03em}
.when{color:#616e7c;font-size:13px}
article{background:#fff;border-radius:8px;padding:32px 40px;max-width:860px;margin:0 auto;box-shadow:0 1px 3px #0000001f}
article h1{font-size:29px;line-height:1.3;margin:6px 0 8px}article .sapo{font-weight:600;font-size:17px}
article h2{font-size:20px;margin:26px 0 8px;color:#7a1210}article figure{margin:22px 0}
article img,article video{width:100%;height:auto;border-radius:6px;display:block;background:#e4e7eb}
figcaption{font-size:14px;color:#616e7c;text-align:center;font-style:italic;margin-top:6px}
table{border-collapse:collapse;width:100%;margin:18px 0;font-size:15px}th,td{border:1px solid #cbd2d9;padding:8px 10px;text-align:left}
th{background:#faf3e0}.edited{background:#fff7df;border-left:4px solid #e8b93c;padding:8px 12px;font-size:14px}
footer{background:#3b2420;color:#f0e6d8;font-size:14px}footer div{padding-top:20px;padding-bottom:20px}
@media(max-width:720px){.lead{grid-template-columns:1fr}.lead div{padding:0 20px 20px}article{padding:22px 20px}.top strong{font-size:18px}}
"""

WORDS = {
    "vi": {
        "over": "Cổng thông tin điện tử (trình diễn)",
        "name": "Bộ Nội vụ",
        "home": "Trang chủ",
        "other": "English",
        "edited": "Bài đã được chỉnh sửa lúc",
        "gone": "Nội dung đã được gỡ",
        "gone-why": "Bài viết này đã được cơ quan đăng tải thu hồi và không còn trên Cổng.",
        "missing": "Không tìm thấy trang",
        "missing-why": "Địa chỉ này không dẫn đến bài viết nào. Mời bạn trở lại trang chủ.",
        "foot": "Trang trình diễn: mọi tin bài, số liệu và văn bản ở đây đều được viết ra để thử nghiệm.",
    },
    "en": {
        "over": "Web portal (demonstration)",
        "name": "Ministry of Home Affairs",
        "home": "Home",
        "other": "Tiếng Việt",
        "edited": "This item was edited at",
        "gone": "This item has been withdrawn",
        "gone-why": "Its publisher has taken it back; it is no longer on the portal.",
        "missing": "Page not found",
        "missing-why": "There is no item at this address. Please go back to the home page.",
        "foot": "A demonstration: every item, figure and document on these pages was made up for trying things out.",
    },
}


def home(edition: Edition, language: str) -> str:
    """The front page: the newest item large, the others as cards."""
    first, *others = edition.shown or (None,)
    lead = _lead(first) if first else ""
    cards = "".join(_card(one) for one in others if one)
    return _frame(language, WORDS[language]["name"], f'{lead}<div class="list">{cards}</div>')


def item(one: Shown, twin: Shown | None = None) -> str:
    """The page of one item; `twin` is the same item in the other language."""
    language = one.item.language
    words = WORDS[language]
    edited = f'<p class="edited">{words["edited"]} {_when(one.updated)}</p>' if one.updated != one.published else ""
    film = (
        f'<figure><video src="{MEDIA}{one.item.film}" controls preload="metadata"></video></figure>'
        if one.item.film
        else ""
    )
    return _frame(
        language,
        one.title,
        f'<article><span class="kind">{escape(one.item.category)}</span><h1>{escape(one.title)}</h1>'
        f'<p class="when">{_when(one.published)} · {escape(one.item.author)}</p>{edited}'
        f'<p class="sapo">{escape(one.item.summary)}</p>{film}{complete(one.body, "")}</article>',
        page(twin) if twin else "",
    )


def gone(language: str) -> str:
    """What stands where a withdrawn item was."""
    words = WORDS[language]
    return _frame(language, words["gone"], f"<article><h1>{words['gone']}</h1><p>{words['gone-why']}</p></article>")


def missing(language: str) -> str:
    """What stands where nothing ever was."""
    words = WORDS[language]
    return _frame(
        language, words["missing"], f"<article><h1>{words['missing']}</h1><p>{words['missing-why']}</p></article>"
    )


def _lead(one: Shown) -> str:
    picture = next((f'<img src="{MEDIA}{shot.name}" alt="{escape(shot.alt)}">' for shot in shots(one.body)), "")
    return (
        f'<section class="lead">{picture or "<span></span>"}<div><span class="kind">{escape(one.item.category)}</span>'
        f'<h2><a href="{page(one)}">{escape(one.title)}</a></h2><p class="when">{_when(one.published)}</p>'
        f"<p>{escape(one.item.summary)}</p></div></section>"
    )


def _card(one: Shown) -> str:
    seen = (f'<img src="{MEDIA}{shot.name}" alt="{escape(shot.alt)}" loading="lazy">' for shot in shots(one.body))
    picture = next(seen, '<span class="none"></span>')
    return (
        f'<section class="card">{picture}<div><span class="kind">{escape(one.item.category)}</span>'
        f'<h3><a href="{page(one)}">{escape(one.title)}</a></h3><span class="when">{_when(one.published)}</span>'
        f"<p>{escape(one.item.summary)}</p></div></section>"
    )


def _when(moment: datetime) -> str:
    return f"{moment.astimezone(HANOI):%d/%m/%Y %H:%M}"


def _frame(language: str, title: str, inside: str, twin: str = "") -> str:
    words, english = WORDS[language], language == "en"
    feed, front, other = ("/en/rss", "/en", "/") if english else ("/rss", "/", "/en")
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width,initial-scale=1"><title>{escape(title)}</title>'
        f'<link rel="alternate" type="application/rss+xml" title="RSS" href="{feed}"><style>{STYLE}</style></head><body>'
        f'<header class="top"><div><span class="seal" aria-hidden="true">★</span><a href="{front}">'
        f"<small>{words['over']}</small><strong>{words['name']}</strong></a></div></header>"
        f'<nav><div><a href="{front}">{words["home"]}</a><a href="{feed}">RSS</a><a class="far" href="{twin or other}">{words["other"]}</a>'
        f"</div></nav><main>{inside}</main><footer><div>{words['foot']}</div></footer></body></html>"
    )
