"""The feeds there are, as the page for people shows them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from syndication.feeds import pages
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
    """One feed in all its forms, and under a whole feed those of its categories and of its units."""

    title: str
    language: str
    category: str
    links: tuple[Link, ...]
    categories: tuple[Listed, ...] = ()
    units: tuple[Listed, ...] = ()

    @property
    def groups(self) -> tuple[tuple[str, tuple[Listed, ...]], ...]:
        """What stands under it, by kind."""
        return ("categories", self.categories), ("units", self.units)


_LABELS = {"rss": "RSS", "atom": "Atom", "json": "JSON Feed"}


def rss_files() -> list[FeedFile]:
    """The RSS file of every page of every feed, in the order of their accounts; without the bytes."""
    files = FeedFile.objects.filter(path__endswith=".rss", archive=None).defer("body", "gzip", "brotli")
    return list(files.order_by("account_id", "path"))


def listed() -> list[Listed]:
    """Every whole feed with its categories and its units."""
    files = rss_files()
    return [
        replace(
            _listed(whole),
            categories=tuple(map(_listed, _below(whole, files, file_is_category))),
            units=tuple(map(_listed, _below(whole, files, file_is_unit))),
        )
        for whole in files
        if whole.page == pages.WHOLE
    ]


def file_is_category(file: FeedFile) -> bool:
    """Whether the file is of one category of a feed."""
    return file.page != pages.WHOLE and not file_is_unit(file)


def file_is_unit(file: FeedFile) -> bool:
    """Whether the file is of one unit of the ministry."""
    return file.page.startswith(pages.UNIT)


def _below(whole: FeedFile, files: list[FeedFile], wanted: Callable[[FeedFile], bool]) -> Iterator[FeedFile]:
    return (file for file in files if file.account_id == whole.account_id and wanted(file))


def _listed(file: FeedFile) -> Listed:
    name = file.path.removesuffix(".rss")
    links = tuple(Link(f"/feeds/{name}.{form}", mime.partition(";")[0], _LABELS[form]) for form, mime in FORMS.items())
    return Listed(file.title, file.language, file.category, links)
