"""The feeds there are, as the page for people shows them."""

from __future__ import annotations

from dataclasses import dataclass

from syndication.feeds.models import FeedFile
from syndication.feeds.values import FORMS


@dataclass(frozen=True, slots=True)
class Link:
    """One form of a feed: its address below the host, its media type for autodiscovery, and its name for people."""

    address: str
    mime: str
    label: str


@dataclass(frozen=True, slots=True)
class Listed:
    """One feed in all its forms, and under a whole feed those of its categories."""

    title: str
    language: str
    category: str
    links: tuple[Link, ...]
    categories: tuple[Listed, ...] = ()


_LABELS = {"rss": "RSS", "atom": "Atom", "json": "JSON Feed"}


def rss_files() -> list[FeedFile]:
    """The RSS file of every feed and every category, in the order of their accounts; without the bytes."""
    files = FeedFile.objects.filter(path__endswith=".rss", archive=None).defer("body", "gzip", "brotli")
    return list(files.order_by("account_id", "path"))


def listed() -> list[Listed]:
    """Every whole feed with its categories."""
    files = rss_files()
    return [
        _listed(whole, tuple(_listed(file) for file in files if file.page and file.account_id == whole.account_id))
        for whole in files
        if not file_is_category(whole)
    ]


def file_is_category(file: FeedFile) -> bool:
    """Whether the file is of one category of a feed and not of the whole."""
    return bool(file.page)


def _listed(file: FeedFile, categories: tuple[Listed, ...] = ()) -> Listed:
    name = file.path.removesuffix(".rss")
    links = tuple(Link(f"/feeds/{name}.{form}", mime.partition(";")[0], _LABELS[form]) for form, mime in FORMS.items())
    return Listed(file.title, file.language, file.category, links, categories)
