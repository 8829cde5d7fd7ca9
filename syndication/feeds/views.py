"""The feeds' addresses. Each answer is bytes that were made before it was asked for."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from formatters.sentence import Sentence
from syndication.feeds import listing, official, serve, words
from syndication.feeds.answer import MAX_AGE
from syndication.feeds.as_told import Told

PAGE = {
    "intro": Sentence(
        "Dán một địa chỉ dưới đây vào trình đọc tin, hoặc vào trang của bạn, để nhận tin ngay khi được đăng.",
        "Paste one of these addresses into a feed reader, or into your site, and receive news as it is published.",
    ),
    "all": Sentence("Toàn bộ", "Everything"),
    "by_unit": Sentence("Theo đơn vị", "By unit"),
    "by_category": Sentence("Theo chuyên mục", "By category"),
    "opml": Sentence("Tải tất cả dưới dạng OPML", "Download all as OPML"),
    "opml_by_category": Sentence("Tải theo chuyên mục dưới dạng OPML", "Download by category as OPML"),
    "instead": Sentence(
        "Chỉ nhập một trong hai: nhiều trình đọc tin chỉ cho thấy một bài ở một nơi.",
        "Import one of the two only: many readers show an item in one place only.",
    ),
    "channels": official.TITLE,
    "decision": Sentence("Quyết định", "Decision"),
    "none": Sentence("Chưa có nguồn tin nào được mở.", "No feed has been opened yet."),
    "rights": Sentence(
        "Khi đăng lại, xin giữ nguyên dòng ghi nguồn ở cuối mỗi bài.",
        "When you republish, keep the line at the end of each item that names its source.",
    ),
}


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The feeds for people, with links by which browsers and readers find them."""
    language = (get_language() or "vi").partition("-")[0]
    feeds = listing.listed()
    context = {
        "lang": language,
        "title": words.told(serve.LIST_TITLE, language),
        "words": {name: words.told(sentence, language) for name, sentence in PAGE.items()},
        "feeds": feeds,
        "has_categories": any(feed.categories for feed in feeds),
        "channels": official.official(timezone.localdate()),
    }
    response = render(request, "feeds/page.html", context)
    response["Cache-Control"] = f"public, max-age={MAX_AGE}"
    return response


@csrf_exempt
def feed(request: HttpRequest, path: str) -> HttpResponse:
    """One stored file, a partner's address, or 404 with a sentence that says where the list is.

    Where `front` stands before Django it answers what is there, and the same from here is what else is asked.
    """
    return Told(serve.told(path, request.META, serve.ASKED) or serve.no_feed())
