"""The product's addresses, and `/peer.rss`: the newest items of the ledger by `django.contrib.syndication`, as its documentation shows."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.syndication.views import Feed
from django.urls import path

from scheduler.models import Delivery
from scheduler.states import State
from syndication.urls import urlpatterns as ours


class Peer(Feed):  # type: ignore[type-arg]
    """Everything a reader sees of ours that the framework can say."""

    title = "Bộ Nội vụ – Tin, bài mới"
    link = "https://moha.gov.vn/"
    description = "Tin, bài của Cổng thông tin điện tử Bộ Nội vụ."

    def items(self) -> list[Delivery]:
        """The newest fifty."""
        return list(Delivery.objects.filter(state=State.LIVE).order_by("-live_at")[:50])

    def item_title(self, item: Any) -> str:
        """Its title."""
        return str(item.title)

    def item_description(self, item: Any) -> str:
        """Its text in HTML."""
        return str(item.shown["html"])

    def item_link(self, item: Delivery) -> str:
        """Its address on the portal."""
        return item.guid

    def item_pubdate(self, item: Delivery) -> datetime | None:
        """When it became public."""
        return item.live_at


urlpatterns = [path("peer.rss", Peer()), *ours]
