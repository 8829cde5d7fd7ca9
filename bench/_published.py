"""A feed for measuring: `python -m bench._published N` makes an account `tin` with N items live on it, and builds it.

What the ledger and the desk would have left of each is there as far as feeds read it: the item, and the delivery that is live.
"""

from __future__ import annotations

import random
import sys
from datetime import UTC, datetime, timedelta

import bench._nothing  # noqa: F401 - Django

# isort: split

from django.db import transaction

from formatters.forms import tell
from formatters.story import Story
from scheduler.ledger import Coming
from scheduler.models import Account, Delivery
from scheduler.states import State
from syndication.feeds import build

SLUG = "tin"
AT_ONCE = 2000
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


def html(number: int) -> str:
    """Four paragraphs of eighty words, other ones in each item, and always the same ones."""
    dice = random.Random(number)  # noqa: S311 - words, not secrets
    return "".join(f"<p>{' '.join(dice.choices(WORDS, k=80))}.</p>" for _ in range(4))


def story(number: int) -> Story:
    """The items of the archive, one a minute."""
    moment = FIRST + timedelta(minutes=number)
    return Story(
        identifier=f"urn:moha:article:{number}",
        revision=1,
        language="vi",
        title=f"Bộ Nội vụ tổ chức hội nghị trực tuyến số {number}",
        summary="Hội nghị do Bộ Nội vụ tổ chức sáng 23/11.",
        text="",
        html=html(number),
        link=f"https://moha.gov.vn/tin-tuc/hoi-nghi---oid{number}",
        published=moment,
        modified=moment,
        category=CATEGORIES[number % len(CATEGORIES)],
    )


def delivery(on: Account, number: int, told: Story) -> Delivery:
    """The item live on the account, unsaved."""
    rendition = tell("entry", told, on.manifest.limits)
    made = Delivery(
        item=number,
        guid=told.link,
        identifier=told.identifier,
        source="portal",
        title=rendition.title,
        language=rendition.language,
        category=told.category,
        account=on,
        state=State.LIVE,
        version=4,
        remote_id=told.identifier,
        live_at=told.published,
        settled_at=told.published,
        **Coming(rendition, 1, told.modified).fields,
    )
    made.shown, made.shown_digest = made.coming, made.coming_digest
    made.shown_revision, made.shown_modified = made.coming_revision, made.coming_modified
    return made


@transaction.atomic
def fill(on: Account, first: int, number: int) -> None:
    """So many more live, numbered from `first`: told once, and each with what differs put in."""
    Delivery.objects.bulk_create(delivery(on, index, story(index)) for index in range(first, first + number))


if __name__ == "__main__":
    wanted, there = int(sys.argv[1]), account()
    for start in range(0, wanted, AT_ONCE):
        fill(there, start, min(AT_ONCE, wanted - start))
    build.build_all()
