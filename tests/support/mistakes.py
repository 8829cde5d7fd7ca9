"""Wrong invocations: what is there before each, and what must be true after it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.apps import apps

from scheduler.models import Delivery
from tests.support.desk import Said, say

TWINS = "moha-57695"
MANDATE = ("mandate", "record", "--signed-on", "2026-10-01")


@dataclass
class Rows:
    """What is there before each mistake: two items that share a guid, and a third without an address."""

    waiting: Delivery
    planned: Delivery
    held: Delivery


def everything() -> dict[str, list[dict[str, Any]]]:
    """Every row of every table."""
    return {model.__name__: list(model._default_manager.order_by("pk").values()) for model in apps.get_models()}


def refused(*words: str) -> str:
    """The one sentence that this mistake gets; nothing changes."""
    before = everything()
    said = say(*words)
    assert said.code == 2, said
    assert said.out == ""
    assert everything() == before
    return sentence(said)


def sentence(said: Said) -> str:
    (line,) = said.err.splitlines()
    assert line.startswith("error: ")
    assert "Traceback" not in line
    return line.removeprefix("error: ")
