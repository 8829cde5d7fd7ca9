"""How many notices nobody has read, and things looked up by name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template

from syndication.notices import board

register = template.Library()


@register.simple_tag
def unseen_notices() -> int:
    """How many open notices nobody has read."""
    return board.unseen()


@register.filter
def of(values: Mapping[Any, Any], name: Any) -> Any:
    """What is there under this name; None without it."""
    return values.get(name)
