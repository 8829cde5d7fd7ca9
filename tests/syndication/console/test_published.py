"""What the console's preview shows is, byte for byte, what arrives: for every channel, through the real adapters and stand-ins."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any
from urllib.request import urlopen

import pytest
from django.test import Client
from lxml import html
from pytest_django.live_server_helper import LiveServer

from channels.registry import all_channels
from channels.sandbox.server import SandboxServer
from formatters.rendition import Rendition
from scheduler import rounds
from scheduler.models import Account, Attempt, Delivery
from scheduler.states import State
from syndication.items.models import Item
from tests.support import instance as make
from tests.support.desk import account_words, done
from tests.syndication.console.conftest import SignedIn
from tests.syndication.console.test_override import opened, post

pytestmark = pytest.mark.django_db(transaction=True)
COLOURS = (
    "#8b1a1a",
    "#1a8b4a",
    "#1a3a8b",
    "#8b7a1a",
    "#5a1a8b",
    "#1a8b8b",
)  # more than a preview of Facebook has places for
BODY = (
    "<h2>Kết quả</h2><p>Sáng 23/11, tại Hà Nội, <strong>Bộ Nội vụ</strong> ban hành 42/2022/NĐ-CP &amp; “kế hoạch” <em>mới</em>.</p>"
    '<figure><img src="{inline}" alt="Hội nghị"><figcaption>Toàn cảnh. Ảnh: Minh Anh</figcaption></figure>'
    "<ul><li>Một 😀</li><li>Hai</li></ul><table><tr><td>Tỉnh</td><td>34</td></tr></table><p>Các đơn vị báo cáo.</p>"
)


@dataclass
class Arrived:
    """What of one delivery came to its public: named texts, and pictures as bytes in their order."""

    texts: dict[str, str]
    pictures: list[bytes]
    film: bytes = b""
    alts: list[str] = field(default_factory=list)
    html: str = ""


def made_item(kind: str) -> Item:
    media = [make.picture(colour, (320, 180)) for colour in COLOURS]
    media[1]["caption"] = "Đại biểu tham dự"
    if kind in ("youtube", "govportal", "webhook"):
        media.append(make.film())
    body = BODY.format(inline=media[2]["url"])
    item = make.item(
        "Bộ Nội vụ “gỡ khó” cho 34 tỉnh & thành", html=body, media=media, tags=["Cải cách", "Nội vụ"], own=False
    )
    english = make.item(
        "The Ministry helps 34 provinces", language="en", html="<p>It was held.</p>", summary="In short."
    )
    Item.objects.filter(pk=item.pk).update(twin=english)
    Item.objects.filter(pk=english.pk).update(twin=item)
    return Item.objects.get(pk=item.pk)


def made_account(kind: str, sandbox: SandboxServer, live_server: LiveServer) -> Account:
    words = account_words(kind, sandbox.url, live_server.url)
    seat = sandbox.app.stage[kind].seat(f"{sandbox.url}/{kind}")
    if kind == "webhook" and seat:
        words += [word for name, value in seat.settings.items() for word in ("--set", f"{name}={value}")]
        words += [word for name, value in seat.secrets.items() for word in ("--secret", f"{name}={value}")]
    done("account", "add", kind, *words)
    return Account.objects.get(name=kind)


# --- what the preview shows


def face_of(page: str, part: str) -> html.HtmlElement:
    found = html.document_fromstring(page).xpath(f'//figure[contains(@class, "face-{part}")]')
    assert len(found) == 1
    return found[0]


def words_of(element: html.HtmlElement, path: str) -> list[str]:
    return [one.text_content() for one in element.xpath(path)]


def class_(name: str) -> str:
    return f'contains(concat(" ", @class, " "), " {name} ")'


def bytes_of(client: Client, address: str) -> bytes:
    answer = client.get(address)
    assert answer.status_code == 200
    return b"".join(answer.streaming_content)


def pictures_shown(client: Client, face: html.HtmlElement) -> list[bytes]:
    """Every picture that the face draws, once each, with its bytes as the browser gets them.

    Those inside a page's own HTML are the portal's: they are told by its address, and not handed over.
    """
    inside = f"ancestor::div[{class_('prose')}]"
    addresses = face.xpath(f'.//img[starts-with(@src, "/blob/") and not({inside})]/@src | .//video/@poster')
    return [bytes_of(client, address) for address in dict.fromkeys(addresses)]


# --- what arrived


def at_facebook(sandbox: SandboxServer, live: LiveServer) -> Arrived:
    world: Any = sandbox.app.stage["facebook"]
    (told,) = world.posts.values()
    photos = [world.photos[one] for one in told.photos]
    return Arrived({"text": told.message}, [photo.data for photo in photos], alts=[photo.alt for photo in photos])


def at_zalo(sandbox: SandboxServer, live: LiveServer) -> Arrived:
    stage: Any = sandbox.app.stage["zalo"]
    (article,) = stage.shelf.articles.values()
    blocks = [block.get("content") or block.get("caption") or "" for block in article.told["body"]]
    texts = {name: article.told[name] for name in ("title", "description", "author")} | {
        "body": "\n".join(filter(None, blocks))
    }
    kept = [stage.album.kept[picture.file][0] for picture in article.pictures]
    return Arrived(texts, kept)


def at_youtube(sandbox: SandboxServer, live: LiveServer) -> Arrived:
    state: Any = sandbox.app.stage["youtube"]
    (video,) = state.videos
    told, english = video.snippet, video.localizations["en"]
    texts = {"title": told["title"], "text": told["description"], "tags": "\n".join(told["tags"])}
    texts |= {"other title": english["title"], "other text": english["description"]}
    return Arrived(texts, [video.thumbnail], film=video.session.path.read_bytes())


def at_govportal(sandbox: SandboxServer, live: LiveServer) -> Arrived:
    stage: Any = sandbox.app.stage["govportal"]
    ((revision,),) = (list(revisions.values()) for revisions in stage.items.values())
    item = revision.item
    (film,) = (one for one in item["media"] if one["role"] == "video")
    pictures = [one for one in item["media"] if one["role"] != "video"]
    texts = {"title": item["dc"]["title"][0]["value"], "summary": item["dc"]["description"][0]["value"]}
    texts |= {
        "author": item["dc"]["creator"][0],
        "tags": "\n".join(item["dc"]["subject"]),
        "text": item["content"]["text"],
    }
    fetched = [fetched_from(one["url"], one["sha256"]) for one in pictures]
    return Arrived(texts, fetched, fetched_from(film["url"], film["sha256"]), html=item["content"]["html"])


def at_webhook(sandbox: SandboxServer, live: LiveServer) -> Arrived:
    stage: Any = sandbox.app.stage["webhook"]
    (entry,) = stage.entries
    told = entry.newest
    texts = {name: told[name] for name in ("title", "summary", "author", "category", "text")}
    texts["tags"] = "\n".join(told["tags"])
    pictures = [fetched_from(one["url"], one["sha256"]) for one in told["pictures"]]
    film = fetched_from(told["film"]["url"], sha256(bytes_kept(told["film"]["url"])).hexdigest())
    return Arrived(texts, pictures, film, alts=[one["alt"] for one in told["pictures"]], html=told["html"])


def at_feed(sandbox: SandboxServer, live: LiveServer) -> Arrived:
    feed = json.loads(Client().get("/feeds/tin-tuc.json").content)
    (entry,) = feed["items"]
    texts = {"title": entry["title"], "summary": entry["summary"], "author": entry["authors"][0]["name"]}
    shown = [bytes_kept(one["url"].replace("http://127.0.0.1:8000", live.url)) for one in entry["attachments"]]
    alts = [one["title"] for one in entry["attachments"] if "title" in one]  # one that others have too is said once
    return Arrived(texts, shown, alts=alts, html=entry["content_html"])


def bytes_kept(url: str) -> bytes:
    with urlopen(url, timeout=5) as answer:
        data: bytes = answer.read()
    return data


def fetched_from(url: str, digest: str) -> bytes:
    data = bytes_kept(url)
    assert sha256(data).hexdigest() == digest
    return data


AT: dict[str, Callable[[SandboxServer, LiveServer], Arrived]] = {
    "facebook": at_facebook,
    "zalo": at_zalo,
    "youtube": at_youtube,
    "govportal": at_govportal,
    "webhook": at_webhook,
    "feed": at_feed,
}
# Where in the preview each text stands, word for word.
SHOWN = {
    "facebook": {"text": f".//div[{class_('text')}]"},
    "zalo": {"title": ".//h4", "description": f".//p[{class_('lede')}]", "author": './/p[@class="facts"]/span[2]'},
    "youtube": {
        "title": ".//h4",
        "text": f".//div[{class_('leaf-body')}]/div[{class_('boxed')}]",
        "tags": './/span[@class="tag"]',
    }
    | {"other title": ".//details//h5", "other text": f".//details//div[{class_('boxed')}]"},
    "govportal": {"title": ".//h4", "summary": ".//dl/dd[1]", "author": ".//dl/dd[3]", "tags": './/span[@class="tag"]'},
    "webhook": {"title": ".//h4", "summary": f".//p[{class_('lede')}]", "author": './/p[@class="facts"]/span[2]'}
    | {"category": './/p[@class="facts"]/span[3]', "tags": './/span[@class="tag"]'},
    "feed": {"title": ".//h4", "summary": f".//p[{class_('lede')}]", "author": './/p[@class="facts"]/span[2]'},
}
ZALO_BODY = f".//div[{class_('leaf-body')}]/*[self::div[{class_('text')}] or self::h5 or self::figure[figcaption]]"


@pytest.mark.parametrize("by_hand", [False, True], ids=["as-it-is", "by-hand"])
@pytest.mark.parametrize("kind", sorted(AT))
def test_what_the_preview_shows_is_what_arrives(
    kind: str,
    by_hand: bool,
    sandbox: SandboxServer,
    live_server: LiveServer,
    signed_in: SignedIn,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("django.conf.settings.SYNDICATION_BASE_URL", live_server.url)
    account, item = made_account(kind, sandbox, live_server), made_item(kind)
    client = signed_in("leader")
    if by_hand:
        first, second = (one["sha256"] for one in item.revision.media[:2])
        fields = opened(client, item, account) | {f"order-{first}": "2", f"order-{second}": "1"}
        fields |= {
            f"x-{second}": "80",
            f"y-{second}": "20",
            "title": "Tít riêng & “mới” <b>",
            "text": "Đoạn một.\n\nĐoạn hai 😀.",
        }
        fields = {name: value for name, value in fields.items() if name != f"show-{item.revision.media[3]['sha256']}"}
        previewed = face_of(post(client, item, account, "preview", fields).content.decode(), "draft")
        assert post(client, item, account, "save", fields).status_code == 302
    delivery = make.delivery(item, account)

    page = client.get(f"/items/{item.pk}/").content.decode()
    face = face_of(page, "coming")
    if by_hand:  # the preview before saving, and the one that is approved, are the same
        assert words_of(face, ".//article") == words_of(previewed, ".//article")
        assert face.xpath(".//img/@src") == previewed.xpath(".//img/@src")
    seen = re.search(rf'name="seen" value="({delivery.pk}:[0-9a-f]{{64}})"', page)
    assert seen
    client.post(f"/items/{item.pk}/approve/", {"seen": seen[1]})
    shown = pictures_shown(client, face)
    films = [bytes_of(client, address) for address in face.xpath(".//video/@src")]

    rounds.run_once()
    row = Delivery.objects.get(pk=delivery.pk)
    assert row.state == State.LIVE, row.reason
    arrived = AT[kind](sandbox, live_server)

    for name, path in SHOWN[kind].items():
        assert "\n".join(words_of(face, path)) == arrived.texts[name], name
    assert [sha256(one).hexdigest() for one in shown] == [
        sha256(one).hexdigest() for one in dict.fromkeys(arrived.pictures)
    ]
    assert shown == list(dict.fromkeys(arrived.pictures)), "byte for byte, and in this order"
    if arrived.film:
        assert films == [arrived.film]
    if arrived.alts:
        assert set(arrived.alts) <= set(face.xpath(".//img/@alt"))
    if kind == "zalo":
        assert "\n".join(words_of(face, ZALO_BODY)) == arrived.texts["body"]
    if arrived.html:  # the page's own marks are looked at through the digest: what was approved is what was sent
        approved = Rendition.from_json(row.shown)
        assert arrived.html == approved.html
        assert seen[1] == f"{delivery.pk}:{approved.digest}"
        assert arrived.texts.get("text", approved.text) == approved.text
        prose = html.fragment_fromstring(arrived.html, create_parent="div").text_content()
        assert "".join(words_of(face, f".//div[{class_('prose')}]")[0].split()) == "".join(prose.split())
    assert set(Attempt.objects.filter(delivery=delivery).values_list("digest", flat=True)) == {row.shown_digest}


def test_every_channel_is_compared() -> None:
    assert set(AT) == set(SHOWN) == set(all_channels())
