"""The feeds' addresses. Each answer is bytes that were made before it was asked for."""

from __future__ import annotations

import gzip
import hashlib
from datetime import UTC, datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from formatters.sentence import Sentence
from syndication.feeds import listing, opml, words
from syndication.feeds.answer import MAX_AGE, Answer, Stored, answer
from syndication.feeds.models import FeedFile

LIST_TITLE = Sentence("Nguồn tin của Bộ Nội vụ", "Feeds of the Ministry of Home Affairs")
PAGE = {
    "intro": Sentence(
        "Dán một địa chỉ dưới đây vào trình đọc tin, hoặc vào trang của bạn, để nhận tin ngay khi được đăng.",
        "Paste one of these addresses into a feed reader, or into your site, and receive news as it is published.",
    ),
    "all": Sentence("Toàn bộ", "Everything"),
    "by_category": Sentence("Theo chuyên mục", "By category"),
    "opml": Sentence("Tải tất cả dưới dạng OPML", "Download all as OPML"),
    "none": Sentence("Chưa có nguồn tin nào được mở.", "No feed has been opened yet."),
    "rights": Sentence(
        "Khi đăng lại, xin giữ nguyên dòng ghi nguồn ở cuối mỗi bài.",
        "When you republish, keep the line at the end of each item that names its source.",
    ),
}
NOT_FOUND = Sentence(
    "Không có nguồn tin nào ở địa chỉ này. Danh sách các nguồn tin: ",
    "There is no feed at this address. The list of feeds: ",
)


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The feeds for people, with links by which browsers and readers find them."""
    language = (get_language() or "vi").partition("-")[0]
    context = {
        "lang": language,
        "title": words.told(LIST_TITLE, language),
        "words": {name: words.told(sentence, language) for name, sentence in PAGE.items()},
        "feeds": listing.listed(),
    }
    response = render(request, "feeds/page.html", context)
    response["Cache-Control"] = f"public, max-age={MAX_AGE}"
    return response


@require_safe
def directory(request: HttpRequest) -> HttpResponse:
    """The whole feeds as OPML."""
    files = [file for file in listing.rss_files() if not listing.file_is_category(file)]
    body = opml.render(files, LIST_TITLE.vi, settings.SYNDICATION_BASE_URL)
    stored = Stored(
        body=body,
        gzip=gzip.compress(body, 6, mtime=0),
        content_type=opml.CONTENT_TYPE,
        etag=f'"{hashlib.sha256(body).hexdigest()[:32]}"',
        modified=max((file.modified for file in files), default=datetime(2026, 1, 1, tzinfo=UTC)),
        language="vi",
    )
    return _response(answer(stored, request.method or "GET", request.headers))


@require_safe
def feed(request: HttpRequest, path: str) -> HttpResponse:
    """One stored file, or 404 with a sentence that says where the list is."""
    file = FeedFile.objects.filter(path=path).first()
    if file is None:
        where = f"{settings.SYNDICATION_BASE_URL}/feeds/"
        text = f"{NOT_FOUND.vi}{where}\n{NOT_FOUND.en}{where}\n"
        return HttpResponse(text, status=404, content_type="text/plain; charset=utf-8")
    stored = Stored(
        body=bytes(file.body),
        gzip=bytes(file.gzip),
        content_type=file.content_type,
        etag=file.etag,
        modified=file.modified,
        language=file.language,
    )
    return _response(answer(stored, request.method or "GET", request.headers))


def _response(told: Answer) -> HttpResponse:
    response = HttpResponse(told.body, status=told.status, headers=told.headers)
    if "Content-Type" not in told.headers:
        del response["Content-Type"]  # a 304 has none, and Django would write its own
    return response
