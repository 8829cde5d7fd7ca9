"""The desk as a Django app: it hears of every move, so that what was settled can follow its item."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db import transaction


class DeskConfig(AppConfig):
    name = "syndication.desk"
    label = "desk"

    def ready(self) -> None:
        from scheduler.ports import moved

        moved.connect(_on_move, dispatch_uid="desk")


def _on_move(delivery: Any, event: Any, **kwargs: Any) -> None:
    """A delivery that has come to rest after an answer was awaited may be behind its item: it follows after the commit."""
    from syndication.desk import follow

    if event.before != event.after and delivery.state in follow.AT_REST and event.who != "catch-up":
        transaction.on_commit(lambda: follow.after_rest(delivery), robust=True)
