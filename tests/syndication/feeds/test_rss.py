from __future__ import annotations

import json
import locale
from dataclasses import replace
from datetime import timedelta
from email.utils import parsedate_to_datetime

import pytest
from lxml import html

from formatters.story import Film, Picture
from tests.support.ledger import START, account_of, live, made_cut, rendition_of, retracted, revised, story_of
from tests.syndication.feeds.conftest import NS

PICTURE = Picture(sha256="a" * 64, mime="image/jpeg", width=1600, height=900, alt="The minister signs", credit="MOHA")
FILM = Film(sha256="b" * 64, mime="video/mp4", size=7_000_000, seconds=61.4, url="https://moha.gov.vn/film.mp4")


def test_the_channel_has_what_rss_requires_and_one_self_link_that_is_its_address(english, parse):
    live(english, story_of())
    channel = parse("english.rss").find("channel")
    assert channel.findtext("title") == "Ministry of Home Affairs of Viet Nam – News"
    assert channel.findtext("link") == "https://moha.gov.vn"
    assert channel.findtext("description")
    assert channel.findtext("language") == "en"
    assert channel.findtext("copyright") == "Source: Ministry of Home Affairs Portal – Theo: https://moha.gov.vn"
    links = channel.findall("a:link", NS)
    assert [(link.get("rel"), link.get("href")) for link in links] == [
        ("self", "https://feeds.example/feeds/english.rss")
    ]


def test_the_vietnamese_feed_carries_the_locked_attribution(db, parse):
    live(account_of(slug="tin", language="vi"), story_of(language="vi", link="https://moha.gov.vn/tin---oid1"))
    channel = parse("tin.rss").find("channel")
    assert channel.findtext("copyright") == "Nguồn: Cổng thông tin điện tử Bộ Nội vụ"
    assert "<p>Nguồn: Cổng thông tin điện tử Bộ Nội vụ<br>" in channel.findtext("item/content:encoded", namespaces=NS)


def test_an_item_says_all_that_the_story_says(english, parse):
    story = story_of(author="Lan Anh", tags=("cadres", "decision"))
    story = replace(story, modified=story.published + timedelta(hours=3))
    live(english, story)
    item = parse("english.rss").find("channel/item")
    assert item.findtext("title") == story.title
    assert item.findtext("link") == story.link
    told = "Source: Ministry of Home Affairs Portal – Theo: https://moha.gov.vn"
    assert item.findtext("description") == f"{story.summary} ({told})"
    assert "effect <strong>today</strong>" in item.findtext("content:encoded", namespaces=NS)
    assert "Source: Ministry of Home Affairs Portal" in item.findtext("content:encoded", namespaces=NS)
    assert item.findtext("guid") == story.identifier
    assert item.find("guid").get("isPermaLink") == "false"
    assert [category.text for category in item.findall("category")] == ["appointments", "cadres", "decision"]
    assert parsedate_to_datetime(item.findtext("pubDate")) == story.published
    assert item.findtext("pubDate").endswith(" +0700")
    dublin = {element.tag.partition("}")[2]: element.text for element in item if NS["dc"] in element.tag}
    assert dublin == {
        "creator": "Lan Anh",
        "language": "en",
        "publisher": "Ministry of Home Affairs Portal",
        "rights": "Source: Ministry of Home Affairs Portal – Theo: https://moha.gov.vn",
        "source": story.link,
    }
    assert item.findtext("dcterms:modified", namespaces=NS) == "2026-11-13T12:01:00+07:00"


def test_pictures_have_their_own_words_and_a_film_is_the_enclosure(english, parse):
    live(english, story_of(pictures=(PICTURE,), film=FILM))
    item = parse("english.rss").find("channel/item")
    picture, *rest = item.findall("media:content", NS)
    assert item.find("media:group", NS) is None
    assert picture.get("url").startswith("https://feeds.example/media/")
    assert (picture.get("medium"), picture.get("type")) == ("image", "image/jpeg")
    assert picture.findtext("media:description", namespaces=NS) == "The minister signs"
    assert rest[-1].get("medium") == "video"
    enclosure = item.findall("enclosure")
    assert [dict(one.attrib) for one in enclosure] == [
        {"url": FILM.url, "length": "7000000", "type": "video/mp4"},
    ]
    assert item.findtext("link") == "https://moha.gov.vn/en/a---oid1"


def test_the_newest_stand_first_and_no_more_than_a_hundred(english, parse):
    for number in range(1, 153):
        live(english, story_of(number))
    titles = [item.findtext("title") for item in parse("english.rss").iter("item")]
    assert titles == [f"Appointment no. {number}" for number in range(152, 52, -1)]


def test_a_correction_keeps_the_id_and_the_publication_and_moves_only_the_modification(english, parse):
    story = story_of()
    delivery = live(english, story)
    again = replace(story, revision=2, title="Appointment, corrected", note="The date was wrong.", modified=START)
    revised(delivery, again, now=START + timedelta(minutes=5))
    channel = parse("english.rss").find("channel")
    (item,) = channel.findall("item")
    assert item.findtext("guid") == story.identifier
    assert item.findtext("title") == "Appointment, corrected"
    assert parsedate_to_datetime(item.findtext("pubDate")) == story.published
    assert item.findtext("dcterms:modified", namespaces=NS) == "2026-11-23T09:00:00+07:00"
    assert parsedate_to_datetime(channel.findtext("lastBuildDate")) == START + timedelta(minutes=5)
    assert "Correction: The date was wrong." in item.findtext("content:encoded", namespaces=NS)


@pytest.mark.parametrize(("language", "mark"), [("en", "[Withdrawn] "), ("vi", "[Thu hồi] ")])
def test_what_was_withdrawn_stays_under_its_guid_and_says_nothing_but_that(db, parse, language, mark):
    account = account_of(slug="news", language=language)
    story = story_of(language=language, pictures=(PICTURE,), film=FILM)
    retracted(live(account, story), now=START + timedelta(hours=1))
    (item,) = parse("news.rss").iter("item")
    assert item.findtext("guid") == story.identifier
    assert item.findtext("title") == f"{mark}{story.title}"
    assert item.findtext("content:encoded", namespaces=NS) == f"<p>{item.findtext('description')}</p>"
    assert "decision" not in "".join(item.itertext()).replace(story.title, "")
    assert item.find("enclosure") is None
    assert item.find("media:content", NS) is None
    assert parsedate_to_datetime(item.findtext("pubDate")) == story.published


def test_a_control_character_or_a_lone_ampersand_breaks_nothing(english, reader):
    story = story_of(title="A\x0bB & <C> \ufffe", summary="x\x01y")
    rendition = replace(
        rendition_of(english, story),
        title=story.title,
        summary=story.summary,
        html="<p>a\x0cb</p>\x1b",
        tags=("t\x01",),
    )
    live(english, story, rendition=rendition)
    for form in ("rss", "atom"):
        (entry,) = reader(f"english.{form}").entries
        assert entry.title == "AB & <C>"
        assert entry.content[0].value == "<p>ab</p>"


@pytest.mark.parametrize("summary", ["R&D costs 5 &lt; 6 &amp; more", "The date <was> wrong & is right.", "a &copy b"])
def test_the_description_says_as_html_what_the_summary_says(english, parse, read, summary):
    story = story_of()
    live(english, story, rendition=replace(rendition_of(english, story), summary=summary))
    told = parse("english.rss").findtext("channel/item/description")
    plain = json.loads(read("english.json"))["items"][0]["summary"]
    assert plain.startswith(summary)
    assert html.fromstring(told).text_content() == plain
    assert parse("english.atom").findtext("a:entry/a:summary", namespaces=NS) == plain


def test_a_film_of_unknown_size_is_told_without_one(english, parse, read):
    live(english, story_of(film=replace(FILM, size=0)))
    item = parse("english.rss").find("channel/item")
    assert item.find("enclosure").get("length") == "0"  # RSS asks for it, and says that 0 is unknown
    assert item.find("media:content", NS).get("fileSize") is None
    assert parse("english.atom").find("a:entry/a:link[@rel='enclosure']", NS).get("length") is None
    (film,) = json.loads(read("english.json"))["items"][0]["attachments"]
    assert "size_in_bytes" not in film


def test_what_cannot_be_read_is_left_out_and_said_and_takes_nothing_with_it(english, reader, caplog):
    live(english, story_of(1))
    spoiled = live(english, story_of(2))
    type(spoiled).objects.filter(pk=spoiled.pk).update(shown={"form": "entry", "nonsense": 1})
    (entry,) = reader("english.rss").entries
    assert entry.id == "urn:moha:article:1"
    assert f"what delivery {spoiled.pk} showed cannot be read" in caplog.text


def test_an_item_without_an_address_or_title_is_still_an_item(english, reader):
    story = story_of(link="")
    live(english, story, rendition=replace(rendition_of(english, story), title="\x01", link="javascript:alert(1)"))
    for form in ("rss", "atom"):
        (entry,) = reader(f"english.{form}").entries
        assert entry.title == story.identifier
        assert not [link for link in entry.get("links", []) if link.rel == "alternate"]


def test_writing_dates_never_touches_the_locale_of_the_process(english, read, monkeypatch):
    live(english, story_of())

    def forbidden(*_: object) -> str:
        raise AssertionError("setlocale belongs to the whole process")

    monkeypatch.setattr(locale, "setlocale", forbidden)
    assert b"<pubDate>Fri, 13 Nov 2026 09:01:00 +0700</pubDate>" in read("english.rss")


def test_the_same_picture_twice_is_told_once(english, parse):
    story = story_of(pictures=(PICTURE,))
    rendition = rendition_of(english, story)
    cut = made_cut(rendition.gallery[0])
    live(english, story, rendition=replace(rendition, cover=cut, gallery=(cut,)))
    assert len(parse("english.rss").findall("channel/item/media:content", NS)) == 1
