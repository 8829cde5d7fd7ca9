"""Staff rewrite what one account shows of an item: title, words, the choice, order and crop of its pictures; or drop that again.

Every version is kept with who and when. What is planned or live on the account follows, and asks for its approvals anew: what a
person wrote is never automatic.
"""

from __future__ import annotations

from datetime import datetime
from functools import partial

from django.db import IntegrityError, transaction

from formatters.override import Override, TooLong, cleaned, too_long
from formatters.rendition import CannotTell, Unit
from formatters.sentence import Cannot, Sentence
from scheduler.models import Account, Delivery
from scheduler.states import CALLED, FINAL, State
from syndication.desk import follow, outdated
from syndication.desk.tell import limits_of, story_for
from syndication.items.models import Item, OverrideVersion
from syndication.items.overrides import newest

CALLED_PARTS = {
    "title": Sentence("Tiêu đề", "The title"),
    "summary": Sentence("Tóm tắt", "The summary"),
    "text": Sentence("Nội dung", "The text"),
}
UNITS = {
    Unit.CHARACTERS: Sentence("ký tự", "characters"),
    Unit.UTF16: Sentence("đơn vị UTF-16", "UTF-16 units"),
    Unit.BYTES: Sentence("byte", "bytes"),
}


class CannotRewrite(Cannot):
    """It cannot be rewritten so now; `say` tells why. Nothing was kept."""


class Overtaken(CannotRewrite):
    """Somebody else has kept another version since. `version` is theirs."""

    def __init__(self, version: OverrideVersion) -> None:
        self.version = version
        super().__init__(
            Sentence(
                f"{version.who} vừa lưu một bản khác cho tài khoản này; hãy so hai bản rồi lưu lại.",
                f"{version.who} has just kept another version for this account; compare the two and save again.",
            )
        )


def wanted_for(item: Item, account: Account, wanted: Override) -> Override:
    """What was written, tidied, without what is as the item has it. CannotRewrite when the account cannot take it."""
    form, limits = account.manifest.form, limits_of(account)
    try:
        story = story_for(item, item.revision, account)
        tidy = cleaned(wanted, form, story, limits)
        long = too_long(tidy, form, story, limits)
    except CannotTell as error:
        raise CannotRewrite(error.why) from error
    if long:
        told = [_said(one) for one in long]
        raise CannotRewrite(Sentence(" ".join(say.vi for say in told), " ".join(say.en for say in told)))
    return tidy


def rewrite(
    item: Item, account: Account, wanted: Override, *, revision: int, seen: int, who: str, now: datetime
) -> OverrideVersion:
    """Keep this as what the account shows; what says the same as the item, or nothing, is no override.

    `revision` is the revision of the item that the writer saw, `seen` the number of the version that they began with (0: none).
    CannotRewrite for anything that does not fit, and when the item has changed since; Overtaken when somebody was faster.
    """
    if revision != item.latest:
        raise CannotRewrite(
            Sentence(
                f"Bài gốc đã có bản mới ({item.latest}) sau khi bạn mở; hãy xem bản mới rồi lưu lại.",
                f"The item has a newer revision ({item.latest}) than the one you opened; look at it and save again.",
            )
        )
    tidy = wanted_for(item, account, wanted)
    return _keep(item, account, tidy, seen=seen, who=who, now=now)


def drop(item: Item, account: Account, *, seen: int | None = None, who: str, now: datetime) -> OverrideVersion:
    """Let the account show the item as it is again. CannotRewrite when nothing was written, Overtaken as for `rewrite`."""
    last = newest(item, account)
    if last is None or not last.override.parts:
        raise CannotRewrite(
            Sentence(
                f"Tài khoản “{account.name}” không có nội dung riêng cho bài này.",
                f"Nothing was written for the account “{account.name}” of this item.",
            )
        )
    return _keep(item, account, Override(), seen=last.number if seen is None else seen, who=who, now=now)


def _keep(item: Item, account: Account, tidy: Override, *, seen: int, who: str, now: datetime) -> OverrideVersion:
    _may(item, account)
    last = newest(item, account)
    if (last.number if last else 0) != seen:
        assert last is not None
        raise Overtaken(last)
    if last is None and not tidy.parts:
        raise CannotRewrite(
            Sentence(
                "Chưa có gì khác với bài gốc nên không lưu.", "Nothing differs from the item, so nothing was kept."
            )
        )
    if last is not None and (last.told, last.revision) == (tidy.to_json(), item.latest):
        return last
    try:
        with transaction.atomic():
            version = OverrideVersion.objects.create(
                item=item,
                account=account,
                number=seen + 1,
                revision=item.latest,
                told=tidy.to_json(),
                who=who,
                at=now,
            )
            _let_follow(item, account, who, now)
    except IntegrityError:
        raise Overtaken(OverrideVersion.objects.get(item=item, account=account, number=seen + 1)) from None
    return version


def _may(item: Item, account: Account) -> None:
    """CannotRewrite when nothing is told of the item any more, or while an answer about it is awaited on this account."""
    if item.state == Item.State.WITHDRAWN:
        raise CannotRewrite(Sentence("Bài này đã được thu hồi.", "This item has been withdrawn."))
    under_way = Delivery.objects.filter(item=item.pk, account=account).exclude(state__in=FINAL)
    busy = under_way.exclude(state__in=follow.AT_REST, withdraw=False).first()
    if busy is None:
        return
    raise CannotRewrite(
        Sentence(
            f"Bản gửi {busy.pk} {CALLED[State(busy.state)]} nên chưa sửa được; hãy đợi hoặc quyết định về nó trước.",
            f"Delivery {busy.pk} is {busy.state}, so it cannot be rewritten now; wait, or decide about it first.",
        )
    )


def _let_follow(item: Item, account: Account, who: str, now: datetime) -> None:
    rows = Delivery.objects.select_related("account").filter(
        item=item.pk, account=account, state__in=follow.AT_REST, withdraw=False
    )
    for row in rows:
        follow.rewritten(row, item, who=who, now=now)
        # Whoever moved it meanwhile may have looked for what is written here before it was there.
        transaction.on_commit(partial(follow.after_rest, row), robust=True)
    outdated.settle(item, account, now=now)


def _said(one: TooLong) -> Sentence:
    part, unit = CALLED_PARTS[one.part], UNITS[one.limit.unit]
    return Sentence(
        f"{part.vi} dài {one.length} {unit.vi}, kênh này chỉ còn chỗ cho {one.limit.most}.",
        f"{part.en} has {one.length} {unit.en}; there is room for {one.limit.most}.",
    )
