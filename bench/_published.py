"""A feed for measuring: `python -m bench._published N` makes an account `tin` with N items live on it, and builds it.

What ledger and desk would have left of each is there as far as feeds read it: the delivery that is live, and its places. What is
older than the subscription documents stands in archive documents, as the program would have closed them; their files are rows
with few bytes, for rendering thousands of them would take an hour and nothing that is measured reads them.
"""

from __future__ import annotations

import random
import sys
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

import bench._nothing  # noqa: F401 - Django

# isort: split

from django.db import connection, transaction

from bench._many import AFTER
from formatters.forms import tell
from formatters.story import Story
from scheduler.models import Account, Delivery
from scheduler.states import State
from syndication.feeds import build, pages, places, shelves
from syndication.feeds.models import FeedFile, Place
from syndication.feeds.page import head_of
from syndication.feeds.settings_of import settings_of
from syndication.feeds.values import FORMS

SLUG = "tin"
AT_ONCE = 2000
TEXTS = 500
CATEGORIES = ("Tin tức", "Cải cách hành chính", "Bổ nhiệm", "Chỉ đạo, điều hành")
FIRST = datetime(2026, 1, 1, tzinfo=UTC)
TEXT = """Bộ Nội vụ hội nghị trực tuyến tỉnh thành phố trực thuộc Trung ương cải cách hành chính chính quyền địa phương hai cấp
công chức viên chức tiền lương bảo hiểm xã hội người có công thanh niên bình đẳng giới thi đua khen thưởng văn thư lưu trữ tổ chức
bộ máy sắp xếp đơn vị Thủ tướng Chính phủ Nghị định Thông tư Quyết định ban hành sửa đổi bổ sung quy định hướng dẫn thực hiện nhiệm vụ
giải pháp trọng tâm quý năm kế hoạch báo cáo kết quả triển khai đồng bộ hiệu quả tháo gỡ khó khăn vướng mắc phân cấp phân quyền"""
WORDS = TEXT.split()


def account() -> Account:
    """The account whose feed is measured."""
    return Account.objects.get_or_create(name=SLUG, channel="feed", defaults={"settings": {"slug": SLUG}})[0]


@cache
def html(number: int) -> str:
    """Four paragraphs of eighty words, always the same ones for a number."""
    dice = random.Random(number)  # noqa: S311 - words, not secrets
    return "".join(f"<p>{' '.join(dice.choices(WORDS, k=80))}.</p>" for _ in range(4))


def story(number: int) -> Story:
    """The items of the archive, one a minute; of their texts there are so many that no document has one twice."""
    moment = FIRST + timedelta(minutes=number)
    return Story(
        identifier=f"urn:moha:article:{number}",
        revision=1,
        language="vi",
        title=f"Bộ Nội vụ tổ chức hội nghị trực tuyến số {number}",
        summary="Hội nghị do Bộ Nội vụ tổ chức sáng 23/11.",
        text="",
        html=html(number % TEXTS),
        link=f"https://moha.gov.vn/tin-tuc/hoi-nghi---oid{number}",
        published=moment,
        modified=moment,
        category=CATEGORIES[number % len(CATEGORIES)],
    )


def delivery(on: Account, number: int) -> Delivery:
    """The item live on the account, unsaved."""
    told = story(number)
    moment = told.published.isoformat()
    own = {"title": told.title, "link": told.link, "published": moment, "category": told.category}
    return Delivery(
        item=number,
        guid=told.link,
        identifier=told.identifier,
        source="portal",
        title=told.title,
        language=told.language,
        category=told.category,
        account=on,
        state=State.LIVE,
        version=4,
        remote_id=told.identifier,
        live_at=told.published,
        settled_at=told.published,
        shown={**_like(on, number % TEXTS), **own},
        shown_digest=f"{number:064x}",
        shown_revision=1,
        shown_modified=told.modified,
    )


@transaction.atomic
def fill(on: Account, first: int, number: int) -> None:
    """So many more live, numbered from `first`, and their places."""
    made = Delivery.objects.bulk_create(delivery(on, one) for one in range(first, first + number))
    Place.objects.bulk_create(place for row in made for place in places.places_of(row))


@cache
def _like(on: Account, number: int) -> dict[str, Any]:
    return tell("entry", story(number), on.manifest.limits).to_json()


def shelve(on: Account) -> None:
    """Close all but the newest into archive documents, which have files of their own."""
    head = head_of(settings_of(on))
    for page in pages.pages(on.pk):
        found = Place.objects.filter(account=on, page=page).order_by("rank", "delivery_id").values_list("pk", flat=True)
        waiting = list(found)
        closed = [waiting[at : at + shelves.CLOSED] for at in range(0, len(waiting) - shelves.NEWEST, shelves.CLOSED)]
        for number, batch in enumerate(closed, 1):
            Place.objects.filter(pk__in=batch).update(archive=number)
        files = (_file(on, page, number, form, head) for number in range(1, len(closed) + 1) for form in FORMS)
        FeedFile.objects.bulk_create(files, batch_size=AT_ONCE)


def _file(on: Account, page: str, number: int, form: str, head: str) -> FeedFile:
    return FeedFile(
        account=on,
        path=f"{pages.path_of(SLUG, page, number)}.{form}",
        title=SLUG,
        language="vi",
        page=page,
        archive=number,
        category=page,
        content_type=FORMS[form],
        body=b"archive",
        gzip=b"archive",
        brotli=b"archive",
        etag='"archive"',
        modified=FIRST,
        head=head,
        inputs="archive",
    )


def main(number: int) -> None:
    """The whole stock."""
    on = account()
    for start in range(0, number, AT_ONCE):
        fill(on, start, min(AT_ONCE, number - start))
    shelve(on)
    build.build(on.pk, everything=True)
    with connection.cursor() as cursor:
        cursor.execute(AFTER[connection.vendor])


if __name__ == "__main__":
    main(int(sys.argv[1]))
