"""What a command says: lines for a person, or one JSON document and nothing else."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from formatters.sentence import Sentence


class Mistake(Exception):
    """The person at the keyboard asked for something that cannot be: one clear sentence, exit code 2."""

    def __init__(self, say: Sentence | str) -> None:
        self.say = say if isinstance(say, Sentence) else Sentence(say, say)
        super().__init__(self.say.en)


def in_their_language(say: Sentence) -> str:
    """The sentence in the language of whoever reads it: Vietnamese when their locale is, else English."""
    locale = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return say.vi if locale.lower().startswith("vi") else say.en


def document(value: Any) -> None:
    """Print one JSON document; with escapes where the terminal has no letters for it (or there are none)."""
    text = json.dumps(value, ensure_ascii=False, indent=2, default=_plain)
    try:
        text.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        text = json.dumps(value, indent=2, default=_plain)
    sys.stdout.write(f"{text}\n")


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, timedelta):
        return value.total_seconds()
    if isinstance(value, Sentence):
        return value.to_json()
    raise TypeError(f"{type(value).__name__} is not JSON")


def moment(value: datetime | None) -> str | None:
    """ISO 8601 with the offset of the ministry's clock."""
    return timezone.localtime(value).isoformat(timespec="seconds") if value else None


def line(text: str) -> None:
    """Print one line."""
    encoding = sys.stdout.encoding or "utf-8"
    sys.stdout.write(text.encode(encoding, "backslashreplace").decode(encoding) + "\n")


def table(rows: Iterable[Mapping[str, Any]], columns: Sequence[str]) -> None:
    """Print rows as columns as wide as their contents; "—" for what is empty."""
    cells = [[_cell(row.get(name)) for name in columns] for row in rows]
    if not cells:
        line("(nothing)")
        return
    widths = [max(len(name), *(len(row[index]) for row in cells)) for index, name in enumerate(columns)]
    for row in [list(columns), *cells]:
        line("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


def _cell(value: Any) -> str:
    if value is None or value == "":
        return "—"
    text = moment(value) or "" if isinstance(value, datetime) else str(value)
    return text if len(text) <= 60 else f"{text[:59]}…"
