"""What a name may be: what people type, read in lists and say on the telephone."""

from __future__ import annotations

MOST = 100  # characters, for sources and accounts


def check_name(name: str, what: str, most: int = MOST) -> None:
    """ValueError, which calls the thing `what`, unless the name has 1 to `most` characters, all visible, none blank at its ends."""
    if not 1 <= len(name) <= most:
        raise ValueError(f"the name of {what} has 1 to {most} characters, not {len(name)}")
    if not name.isprintable():
        raise ValueError(f"the name of {what} holds a character that cannot be seen: {name!a}")
    if name != name.strip():
        raise ValueError(f"the name of {what} begins or ends with a space: {name!r}")
