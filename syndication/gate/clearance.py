"""May this still go? Asked by the scheduler in the transaction that claims, and by people before they plan."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache

from django.db.models import Q
from django.utils import timezone

from formatters.attribution import is_vietnamese
from formatters.locked import is_attributed
from formatters.rendition import Rendition
from formatters.sentence import Sentence
from scheduler.models import Account, Delivery
from scheduler.ports import Clearance, May
from scheduler.states import State
from syndication.gate import freezes
from syndication.gate.models import Approval, Freeze, Mandate, Verdict
from syndication.items.models import Item

GO = Clearance(May.GO)
NO_ATTRIBUTION = Sentence(
    "Nội dung thiếu dòng ghi nguồn bắt buộc (Điều 2(2)).",
    "The obligatory attribution (Điều 2(2)) is missing from the text.",
)


@dataclass(frozen=True, slots=True)
class _Known:
    """What was read for several deliveries at once."""

    items: Mapping[int, Item]
    freezes: Sequence[Freeze]
    passed: Set[tuple[int, int]]  # (item, revision)
    complete: Set[int]  # deliveries


def may_go(deliveries: Sequence[Delivery]) -> list[Clearance]:
    """Whether what is coming on each of these may leave now, and if not, where it belongs and why."""
    known = _Known(
        items=Item.objects.in_bulk({row.item for row in deliveries}),
        freezes=freezes.standing(),
        passed=set(
            Verdict.objects.filter(item__in={row.item for row in deliveries}, passed=True).values_list(
                "item", "revision"
            )
        ),
        complete=_complete(deliveries),
    )
    mandates = cache(mandated)  # one answer for all that go to one account in one language
    return [_may_go(row, known, mandates) for row in deliveries]


def _may_go(delivery: Delivery, known: _Known, mandates: Callable[[Account, str], Clearance]) -> Clearance:
    item = known.items.get(delivery.item)
    if item is None or item.state == Item.State.WITHDRAWN:
        return Clearance(
            May.WITHDRAW, "item-withdrawn", Sentence("Bài gốc đã được thu hồi.", "The item has been withdrawn.")
        )
    if delivery.state == State.PLANNED and item.latest > delivery.seen_revision:
        return Clearance(
            May.WAIT,
            "behind-its-item",
            Sentence(
                "Bài gốc vừa có bản mới; bản gửi đang được cập nhật rồi mới đi.",
                "Its item has a newer revision; it leaves once it has been brought up to date.",
            ),
        )
    freeze = freezes.first_over(known.freezes, delivery, item)
    if freeze is not None:
        return Clearance(May.HOLD, freezes.CODE, freezes.say(freeze))
    if (delivery.item, delivery.coming_revision) not in known.passed:
        return Clearance(
            May.HOLD,
            "not-passed",
            Sentence(
                "Bản này chưa qua kiểm tra theo Quy chế 668/QĐ-BNV; hãy xem các phát hiện.",
                "This revision has not passed the checks of Regulation 668/QĐ-BNV; look at the findings.",
            ),
        )
    if delivery.pk not in known.complete:
        return Clearance(
            May.PROPOSE, "not-approved", Sentence("Chưa đủ người duyệt bản này.", "This has not all its approvals.")
        )
    if not is_attributed(Rendition.from_json(delivery.coming or {})):
        return Clearance(May.HOLD, "no-attribution", NO_ATTRIBUTION)
    return mandates(delivery.account, delivery.language)


def least_approvals(language: str) -> int:
    """How many people must have approved what is told in this language, whatever a route says: what the ministry says in another
    language than Vietnamese has been read by somebody."""
    return 0 if is_vietnamese(language) else 1


def _languages(delivery: Delivery) -> list[str]:
    """In which languages something is coming on it: a film may bring its texts in further ones."""
    coming = delivery.coming or {}
    return [delivery.language, *(str(told["language"]) for told in coming.get("localisations") or ())]


def complete(delivery: Delivery) -> bool:
    """Whether enough different people have approved exactly what is coming."""
    return bool(_complete([delivery]))


def _complete(deliveries: Sequence[Delivery]) -> set[int]:
    """Those of which enough different people have approved exactly what is coming, in the present round."""
    needed = {row.pk: max(row.approvals_needed, *map(least_approvals, _languages(row))) for row in deliveries}
    asked = [row for row in deliveries if needed[row.pk]]
    people: dict[tuple[int, str, int], set[int]] = defaultdict(set)
    if asked:
        given = Approval.objects.filter(delivery__in=asked).values_list("delivery", "digest", "round", "person")
        for delivery, digest, number, person in given:
            people[delivery, digest, number].add(person)
    return {
        row.pk
        for row in deliveries
        if len(people.get((row.pk, row.coming_digest, row.approval_round), ())) >= needed[row.pk]
    }


def _reaches_the_public(account: Account) -> bool:
    """Whether the account's main address is the platform's own, whatever its mode says."""
    for setting in account.manifest.settings:
        if isinstance(setting.default, str) and setting.default.startswith("https://"):
            return str(account.settings.get(setting.name) or setting.default) == setting.default
    return False


def mandated(account: Account, language: str) -> Clearance:
    """Whether the leadership's decision on this account, and on a language other than Vietnamese, is recorded and valid.

    A sandbox account reaches nobody and needs none; one that is called so and points at the real platform does.
    """
    if account.mode != "live" and not _reaches_the_public(account):
        return GO
    today = timezone.localdate()
    valid = Mandate.objects.filter(Q(expires=None) | Q(expires__gte=today), signed_on__lte=today)
    if not valid.filter(account=account).exists():
        return Clearance(
            May.HOLD,
            "no-mandate",
            Sentence(
                f"Chưa ghi nhận văn bản cho phép dùng kênh “{account.name}” (Điều 4). "
                f"Ghi nhận bằng: syndication mandate record --account {account.name} …",
                f"No decision that allows the account “{account.name}” is recorded (Điều 4). "
                f"Record it with: syndication mandate record --account {account.name} …",
            ),
        )
    if language != "vi" and not valid.filter(language=language).exists():
        return Clearance(
            May.HOLD,
            "no-mandate",
            Sentence(
                f"Chưa ghi nhận văn bản cho phép dùng ngôn ngữ “{language}” (Điều 4).",
                f"No decision that allows the language “{language}” is recorded (Điều 4).",
            ),
        )
    return GO
