"""Fetch what a revision shows: through the guarded door, by content, and a picture that cannot be had is a finding."""

from __future__ import annotations

from typing import Any

from channels.wire import Wire
from formatters import pixels
from formatters.films import subtitles
from formatters.films.words import UnusableFilm
from formatters.sentence import Sentence
from scheduler import blobs
from syndication.desk.films.look import keep_film
from syndication.desk.patience import Patience
from syndication.items.models import READ_FIRST, Media
from syndication.sources.entry import Enclosure, Entry
from syndication.sources.retrieve import NotRetrieved, fetch_media

MOST = 20  # pictures and films of one item
PICTURE_BYTES = 25 * 1024 * 1024
FILM_BYTES = 2 * 1024 * 1024 * 1024
CAPTIONS_BYTES = 5 * 1024 * 1024
SIZES = {"picture": PICTURE_BYTES, "video": FILM_BYTES, "captions": CAPTIONS_BYTES}
KINDS: dict[str, tuple[str, ...]] = {
    "picture": ("image/",),
    "video": ("video/",),
    "captions": ("text/vtt", "application/x-subrip"),
}
NOT_ONE = {
    "picture": ("ảnh", "a picture"),
    "video": ("video", "a video"),
    "captions": ("phụ đề WebVTT hoặc SubRip", "WebVTT or SubRip subtitles"),
}


def fetch(
    entry: Entry, wire: Wire, patience: Patience | None = None
) -> tuple[list[dict[str, Any]], list[dict[str, str]]]:
    """The entry's media as a revision keeps them, and the findings about those that could not be had.

    `patience` is what the whole document has left; one of its own when none is given.
    """
    found, findings = _fetch(wanted(entry), wire, {}, patience or Patience())
    return found, _own(entry) + findings


def later(entry: Entry) -> tuple[list[dict[str, Any]], list[dict[str, str]]]:
    """The same for what nobody is told yet: nothing is fetched."""
    return [_as_kept(one, "") for one in wanted(entry)], _own(entry)


def wanted(entry: Entry) -> list[Enclosure]:
    """Of the entry's files those that are shown."""
    return _files(entry)[:MOST]


def _files(entry: Entry) -> list[Enclosure]:
    return [one for one in entry.media if one.role in SIZES]


def _own(entry: Entry) -> list[dict[str, str]]:
    own = [finding.to_json() | (READ_FIRST if finding in entry.letters else {}) for finding in entry.findings]
    return own + ([_too_many(files).to_json()] if (files := len(_files(entry))) > MOST else [])


def _as_kept(enclosure: Enclosure, sha256: str) -> dict[str, Any]:
    return {
        "url": enclosure.url,
        "alt": enclosure.alt,
        "caption": enclosure.caption,
        "role": enclosure.role,
        "language": enclosure.language,
        "sha256": sha256,
    }


def again(
    known: list[dict[str, Any]], wire: Wire, patience: Patience | None = None
) -> tuple[list[dict[str, Any]], list[dict[str, str]]]:
    """The media of a revision with what it lacked asked for once more; what it has is kept. Findings as for `fetch`."""
    lacking = [
        Enclosure(
            url=one["url"],
            alt=one["alt"],
            caption=one["caption"],
            role=one["role"],
            language=one.get("language", ""),
        )
        for one in known
    ]
    have = {one["url"]: one["sha256"] for one in known}
    return _fetch(lacking, wire, have, patience or Patience.afterwards())


def _fetch(
    enclosures: list[Enclosure], wire: Wire, have: dict[str, str], patience: Patience
) -> tuple[list[dict[str, Any]], list[dict[str, str]]]:
    found: list[dict[str, Any]] = []
    findings: list[dict[str, str]] = []
    patience.begin_entry()
    for enclosure in enclosures:
        sha256 = have.get(enclosure.url, "")
        try:
            sha256 = sha256 or _keep(enclosure, wire, patience)
        except NotRetrieved as error:
            findings.append(_without(enclosure, error.say).to_json())
        except (pixels.UnusablePicture, UnusableFilm) as error:
            findings.append(_without(enclosure, error.why).to_json())
        found.append(_as_kept(enclosure, sha256))
    if bare := sum(1 for one in found if one["role"] == "picture" and one["sha256"] and not one["alt"].strip()):
        findings.append(_undescribed(bare).to_json())
    return found, findings


def _too_many(files: int) -> Sentence:
    return Sentence(
        f"Bài có {files} ảnh, video và phụ đề; chỉ lấy {MOST} tệp đầu.",
        f"The item has {files} pictures, films and subtitles; only the first {MOST} are taken.",
    )


def _undescribed(pictures: int) -> Sentence:
    """A picture must be described for those who cannot see it (WCAG 1.1.1); what stands in is not as good."""
    return Sentence(
        f"{pictures} ảnh không có mô tả (alt): người nghe trang sẽ nghe chú thích hoặc tiêu đề bài thay vào đó; "
        "hãy bổ sung mô tả trên Cổng.",
        f"{pictures} picture(s) without a description (alt): who listens to the page hears the caption or the title "
        "instead; add a description on the portal.",
    )


def _keep(enclosure: Enclosure, wire: Wire, patience: Patience) -> str:
    with patience.waiting(enclosure.role) as seconds, blobs.spool() as file:
        mime = fetch_media(enclosure.url, wire, file, SIZES[enclosure.role], seconds)
        if not mime.startswith(KINDS[enclosure.role]):
            vi, en = NOT_ONE[enclosure.role]
            raise NotRetrieved(Sentence(f"Tệp {enclosure.url} không phải là {vi}.", f"{enclosure.url} is not {en}."))
        if enclosure.role == "video":
            return keep_film(file, mime)
        width = height = 0
        file.seek(0)
        if enclosure.role == "picture":
            probed = pixels.probe(file.read())
            mime, width, height = probed.mime, probed.width, probed.height
        else:
            subtitles.check(file.read())
        sha256, size = blobs.keep_file(file)
    Media.objects.get_or_create(sha256=sha256, defaults={"mime": mime, "size": size, "width": width, "height": height})
    return sha256


def _without(enclosure: Enclosure, why: Sentence) -> Sentence:
    return Sentence(
        f"Không lấy được {enclosure.url}: {why.vi} Bài được đăng không kèm tệp này.",
        f"{enclosure.url} could not be had: {why.en} The item goes without it.",
    )
