"""The lists of feeds as OPML 2.0, which feed readers import."""

from __future__ import annotations

from collections.abc import Iterable
from email.utils import format_datetime
from typing import Any

from lxml import etree

from formatters.attribution import ADDRESS
from syndication.feeds.models import FeedFile
from syndication.feeds.values import whole_second

CONTENT_TYPE = "text/x-opml; charset=utf-8"


def render(files: Iterable[FeedFile], title: str, base: str) -> bytes:
    """One outline for each of these RSS files; those that are a page of a feed stand in an outline of that feed.

    Some readers know an entry by its id across all their feeds: who imports a feed and its categories sees each entry there in
    one of them only. So this is to be given whole feeds, or pages, and in one form.
    """
    listed = list(files)
    root = etree.Element("opml", version="2.0")
    head = etree.SubElement(root, "head")
    etree.SubElement(head, "title").text = title
    if listed:
        newest = max(file.modified for file in listed)
        etree.SubElement(head, "dateModified").text = format_datetime(whole_second(newest))
    body = etree.SubElement(root, "body")
    groups: dict[int, Any] = {}
    for file in listed:
        if file.page and file.account_id not in groups:
            name = file.title.removesuffix(f" – {file.category}")
            groups[file.account_id] = etree.SubElement(body, "outline", text=name, title=name)
        etree.SubElement(
            groups[file.account_id] if file.page else body,
            "outline",
            type="rss",
            text=file.title,
            title=file.title,
            xmlUrl=f"{base}/feeds/{file.path}",
            htmlUrl=ADDRESS,
            language=file.language,
            version="RSS2",
        )
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)
