"""An override whose item has changed under it: nothing of it is told, and a person is asked to look at it again."""

from __future__ import annotations

from datetime import datetime

from formatters.sentence import Sentence
from scheduler.models import Account
from syndication.items.models import Item
from syndication.items.overrides import standing
from syndication.notices import board
from syndication.notices.board import Cause

KIND = "override"
CODE = "override-outdated"
SAY = Sentence(
    "Bài gốc đã đổi phần mà nội dung riêng của tài khoản này thay thế: đang dùng lời của bài gốc. Hãy xem lại nội dung riêng, "
    "nó vẫn được giữ.",
    "The item has changed what was rewritten for this account: the item's own is told. Look at what was written again; it is kept.",
)


def settle(item: Item, account: Account, *, now: datetime) -> bool:
    """Raise the notice of an override that is outdated, or close the one that was. Whether it is outdated."""
    key = f"{item.pk}:{account.pk}"
    stands = standing(item, item.revision, account) if item.state != Item.State.WITHDRAWN else None
    if stands is None or not stands.outdated:
        board.close(KIND, key, now=now)
        return False
    title = item.revision.title
    say = Sentence(
        f"Bài {item.pk} “{title}”, tài khoản “{account.name}”: {SAY.vi}",
        f"Item {item.pk} “{title}”, account “{account.name}”: {SAY.en}",
    )
    board.raise_once(Cause(KIND, key, say), now=now)
    return True


def settle_all(item: Item, *, now: datetime) -> None:
    """The same for every account that something was written for."""
    for account in Account.objects.filter(pk__in=item.overrides.values("account")).order_by("pk"):
        settle(item, account, now=now)
