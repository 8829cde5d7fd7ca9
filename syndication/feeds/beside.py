"""What is told of an entry beside what was approved: where its twin in another language is, and whether it is behind that."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from scheduler.models import Account, Delivery
from syndication.feeds.entries import absolute
from syndication.feeds.models import Place
from syndication.feeds.places import PUBLIC
from syndication.feeds.values import Beside, Translation
from syndication.items.behind import behind
from syndication.items.models import Item


def beside(account: Account, items: Mapping[int, int]) -> dict[int, Beside]:
    """What is told beside the entries of these deliveries (by their items) on an account; of most there is nothing.

    A twin counts when it is live on a feed of the same mode: nothing real leads to what is only tried.
    """
    paired = Item.objects.filter(pk__in=items.values(), twin__isnull=False).values_list("pk", "twin")
    twins = {item: twin for item, twin in paired if twin is not None}
    if not twins:
        return {}
    late = behind(list(twins))
    live = Delivery.objects.filter(
        item__in=list(twins.values()), account__channel="feed", account__mode=account.mode, state__in=PUBLIC
    ).exclude(live_at=None)
    told: dict[int, Translation] = {}
    for item, language, link in live.order_by("-pk").values_list("item", "language", "shown__link"):
        told[item] = Translation(language, absolute(str(link or "")))  # of several the first one that was told
    found: dict[int, Beside] = {}
    for key, item in items.items():
        translation = told.get(twins[item]) if item in twins else None
        found[key] = Beside(
            translations=(translation,) if translation and translation.url else (),
            behind=late[item].since if item in late else None,
        )
    return found


def places_of_twin(item: int) -> Iterable[tuple[int, str, int | None]]:
    """Where the twin of an item stands: account, page, and archive document."""
    twin = Item.objects.filter(pk=item, twin__isnull=False).values_list("twin", flat=True).first()
    if twin is None:
        return []
    return list(Place.objects.filter(delivery__item=twin).values_list("account", "page", "archive"))
