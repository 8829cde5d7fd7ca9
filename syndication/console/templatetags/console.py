"""States as pills, moments with their zone, sentences in the reader's language, and the locked words made visible."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import nh3
from django import template
from django.conf import settings
from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from channels.registry import all_channels
from formatters import html
from formatters.rendition import Rendition
from formatters.sentence import Sentence
from scheduler.models import Account
from syndication.console import words
from syndication.console.language import told as in_the_readers_language
from syndication.console.preview import Face
from syndication.feeds.entries import summary_of
from syndication.items.models import Item, OverrideVersion

register = template.Library()

SPOKEN = {"vi": "H:i, d/m/Y", "en": "H:i, j M Y"}
EXACT = {"vi": "H:i:s, d/m/Y", "en": "H:i:s, j M Y"}
AHEAD = timedelta(minutes=5)  # how far off the time is that a form proposes: long enough to fill it in
KEPT = nh3.ALLOWED_TAGS - {"a"} | {"a", "figure", "figcaption"}


@register.simple_tag
def pill(code: str, account: str = "") -> SafeString:
    """A delivery's state as a word in its colour, explained on hover; the account's name before it when given."""
    word = words.state(code)
    named = format_html('<span class="pill-account">{}</span> ', account) if account else ""
    return format_html(
        '<span class="pill pill-{}" data-state="{}" title="{}">{}<span class="pill-state">{}</span></span>',
        *(word.tone, code, word.meaning, named, word.name),
    )


@register.simple_tag
def item_pill(code: str) -> SafeString:
    """An item's own state."""
    word = words.ITEM_STATES[code]
    return format_html('<span class="pill pill-{}" title="{}">{}</span>', word.tone, word.meaning, word.name)


@register.filter
def lede(told: Rendition) -> str:
    """The summary as a feed shows it: by the function that writes it there."""
    return summary_of(told)


@register.filter
def moment(at: datetime | None) -> SafeString | str:
    """A time on the ministry's clock, its zone beside it; "–" for none."""
    return _marked_time(at, SPOKEN)


@register.filter
def exactly(at: datetime | None) -> SafeString | str:
    """The same to the second, for what is evidence."""
    return _marked_time(at, EXACT)


def _marked_time(at: datetime | None, spoken: dict[str, str]) -> SafeString | str:
    if at is None:
        return "–"
    local = timezone.localtime(at)
    said = (local.isoformat(), _clock(local, spoken), zone_of(local))
    return format_html('<time datetime="{}">{} <span class="zone">{}</span></time>', *said)


@register.filter
def span(length: timedelta) -> str:
    """A span of time in words, in the largest unit that it is whole in."""
    seconds = int(length.total_seconds())
    if seconds % 60 or not seconds:
        return ngettext("%(n)s second", "%(n)s seconds", seconds) % {"n": seconds}
    minutes = seconds // 60
    if minutes % 60:
        return ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}
    hours = minutes // 60
    if hours % 24:
        return ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": hours}
    return ngettext("%(n)s day", "%(n)s days", hours // 24) % {"n": hours // 24}


def in_text(at: datetime) -> str:
    """The same without markup, for messages."""
    local = timezone.localtime(at)
    return f"{_clock(local, SPOKEN)} {zone_of(local)}"


def _clock(local: datetime, spoken: dict[str, str]) -> str:
    return formats.date_format(local, spoken["vi" if (get_language() or "vi").startswith("vi") else "en"])


def zone_of(local: datetime) -> str:
    """The offset of a local time as people write it: UTC+7."""
    minutes = int((local.utcoffset() or timedelta(0)).total_seconds() // 60)
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'-' if minutes < 0 else '+'}{hours}" + (f":{rest:02d}" if rest else "")


@register.filter
def for_input(at: datetime | None) -> str:
    """A time as an `<input type="datetime-local">` wants it: the ministry's clock, no zone.

    For none, or one that is past, the next whole minute and a little more: what a form proposes can be sent as it is.
    """
    now = timezone.now()
    if at is None or at < now:
        at = now.replace(second=0, microsecond=0) + timedelta(minutes=1) + AHEAD
    return timezone.localtime(at).strftime("%Y-%m-%dT%H:%M")


@register.filter
def told(sentence: Sentence | dict[str, str] | None) -> str:
    """A sentence, or its JSON, in the reader's language; "" for none."""
    if not sentence:
        return ""
    return in_the_readers_language(sentence if isinstance(sentence, Sentence) else Sentence.from_json(sentence))


@register.filter
def web(address: str) -> str:
    """The address when a browser may be sent there; "" for any other scheme."""
    return address if address.startswith(("https://", "http://")) else ""


@register.filter
def cause(code: str) -> str:
    """Why something moved."""
    return words.cause(code)


@register.filter
def act(code: str) -> str:
    """What an attempt did."""
    return str(words.ACTS.get(code, code))


@register.filter
def outcome(code: str) -> str:
    """What came of an attempt."""
    known = words.OUTCOMES.get(code)
    return str(known) if known is not None else code


@register.filter
def reason(code: str) -> str:
    """Why an item was withdrawn: the Regulation's reasons with their code, what the portal did in words alone."""
    known = words.REASONS.get(code)
    if known is None:
        return code
    return f"{code} – {known}" if code in words.CHOOSABLE else str(known)


@register.filter
def own_note(item: Item) -> str:
    """What the person who withdrew an item noted; "" when the portal did, whose reason says it all."""
    known = item.withdrawn_code in words.REASONS and item.withdrawn_code not in words.CHOOSABLE
    return "" if known else item.withdrawn_note


@register.filter
def part(code: str) -> str:
    """What a rendition is to the public."""
    return str(words.PARTS[code])


@register.filter
def written(code: str) -> str:
    """What staff may write for one account."""
    return str(words.WRITTEN[code])


@register.filter
def written_words(version: OverrideVersion) -> list[tuple[str, str]]:
    """The parts of an override that are words, with the words."""
    told = version.override
    return [(part, getattr(told, part)) for part in told.parts if part != "pictures"]


@register.filter
def on_wall(account: Account) -> bool:
    """Whether what is live on it is seen on the demonstration's wall, because its platform's address does not exist."""
    return account.mode == "sandbox" and bool(getattr(settings, "SYNDICATION_WALL_URL", ""))


@register.filter
def language(code: str) -> str:
    """The name of a language."""
    return str(words.LANGUAGES.get(code, code))


@register.filter
def channel(kind: str) -> str:
    """A channel's name; of one that is no longer there, its kind."""
    known = all_channels().get(kind)
    return known.label if known else kind


@register.filter
def locked(text: str, attribution: str) -> SafeString:
    """A plain text with the attribution, which nobody may change, marked in it."""
    start = text.rfind(attribution) if attribution else -1
    if start < 0:
        return format_html("{}", text)
    return format_html("{}{}{}", text[:start], _marked(attribution), text[start + len(attribution) :])


@register.filter
def as_page(face: Face) -> SafeString:
    """An HTML rendition, cleaned once more at the moment it is shown, its pictures taken from what we keep."""

    def settle(tag: str, name: str, value: str) -> str | None:
        if tag != "img" or name != "src":
            return value
        return f"/blob/{face.pictures[value]}" if value in face.pictures else None

    clean = nh3.clean(face.rendition.html, tags=KEPT, attribute_filter=settle)
    body, opening, tail = clean.rpartition("<p>")
    if opening and html.plain(opening + tail) == face.rendition.attribution:
        return format_html("{}{}", mark_safe(body), _marked(face.rendition.attribution))  # noqa: S308 - cleaned above
    return mark_safe(clean)  # noqa: S308 - cleaned above


def _marked(attribution: str) -> SafeString:
    return format_html('<mark class="locked" title="{}">{}</mark>', _("Locked: nobody can change it"), attribution)


@register.filter
def at(values: Sequence[Any], index: int) -> Any:
    """The value at this place; None when there is none."""
    return values[index] if 0 <= index < len(values) else None


@register.filter
def as_json(value: Any) -> str:
    """Evidence as a person can read it."""
    return json.dumps(value, ensure_ascii=False, indent=1)


@register.simple_tag(takes_context=True)
def with_query(context: Any, **changes: Any) -> str:
    """This page's query string with some of it changed: for the links to other pages of a list."""
    query = context["request"].GET.copy()
    for name, value in changes.items():
        query[name] = str(value)
    return f"?{query.urlencode()}"
