"""Hours of the week, as a person writes them for an account: when it posts, and when it is quiet. Pure: no clock, no zone.

A text is parts between semicolons; a part is times between commas, with days before them where it does not hold every day:

    08:00-11:30,13:30-17:00                  every day, two stretches of time
    mon-fri 07:30,11:00; sat 09:00           single times: each takes one delivery
    work 08:00-17:00                         the calendar's working days; rest: its days off
    22:00-06:00                              past midnight: it belongs to the day on which it begins

Days are mon to sun, or t2 to t7 and cn as Vietnamese counts them. A stretch holds from its first minute up to its last and not
at that last one; 24:00 is the end of a day.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

DAY = 24 * 60  # minutes
NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
NUMBERS = {**{name: number for number, name in enumerate(NAMES)}, **{f"t{n}": n - 2 for n in range(2, 8)}, "cn": 6}
WORK, REST = "work", "rest"
EVERY_DAY: frozenset[int | str] = frozenset(range(7))
MOST_SPANS = 50
EXAMPLE = "write for instance 08:00-11:30,13:30-17:00 or mon-fri 07:30,11:00; sat 09:00"


@dataclass(frozen=True, slots=True)
class Span:
    """Times of some days, in minutes after their midnight; past 1440 it is the next day. A single time begins and ends at once.

    `days` holds weekdays (0 is Monday), or "work" and "rest", which only a calendar can tell apart.
    """

    days: frozenset[int | str]
    begin: int
    end: int

    @property
    def is_point(self) -> bool:
        """Whether it is a single time."""
        return self.begin == self.end

    def on(self, weekday: int, works: bool) -> bool:
        """Whether it begins on a day that is this weekday and on which people work, or do not."""
        return weekday in self.days or (WORK if works else REST) in self.days


@lru_cache(maxsize=512)
def posting_slots(text: str) -> tuple[Span, ...]:
    """When an account posts: stretches and single times, none for an empty text. ValueError says what cannot be read."""
    plain = re.sub(r"\s*([,;-])\s*", r"\1", text.strip().lower().replace("–", "-"))
    found = [span for part in plain.split(";") if part.strip() for span in _part(part.strip())]
    if len(found) > MOST_SPANS:
        raise ValueError(f"it names {len(found)} times; at most {MOST_SPANS}")
    if not found and text.strip():
        raise ValueError(f"{text!r} names no time; {EXAMPLE}")
    return tuple(found)


@lru_cache(maxsize=512)
def quiet_hours(text: str) -> tuple[Span, ...]:
    """When an account is quiet: stretches only. ValueError says what cannot be read, or that it would always be quiet."""
    found = posting_slots(text)
    for span in found:
        if span.is_point:
            raise ValueError(
                f"{_clock(span.begin)} is one moment; quiet hours have a beginning and an end: 22:00-06:00"
            )
    if found and not any(_free_minutes((), found)):
        raise ValueError("it would always be quiet")
    return found


def working_hours(text: str) -> tuple[tuple[int, int], ...]:
    """The hours that people work on every working day, in order, as minutes after midnight. ValueError says what is wrong."""
    found = sorted((span.begin, span.end) for span in posting_slots(text) if span.days == EVERY_DAY)
    apart = all(end <= begin for (_, end), (begin, _) in pairwise(found))
    if not found or len(found) != len(posting_slots(text)) or not apart or any(b == e or e > DAY for b, e in found):
        raise ValueError(f"{text!r} are no working hours of one day; write for instance 08:00-12:00,13:00-17:00")
    return tuple(found)


@lru_cache(maxsize=512)
def check_together(slots_text: str, quiet_text: str) -> None:
    """ValueError when no posting slot lies outside the quiet hours, so that nothing could ever be planned."""
    slots, quiet = posting_slots(slots_text), quiet_hours(quiet_text)
    if slots and quiet and not any(_free_minutes(slots, quiet)):
        raise ValueError("every one of the posting_slots lies in the quiet_hours")


def _part(part: str) -> Iterator[Span]:
    words = part.split()
    if len(words) > 2:
        raise ValueError(f"{part!r} cannot be read; {EXAMPLE}")
    days = _days(words[0]) if len(words) == 2 else EVERY_DAY
    for time in words[-1].split(","):
        yield _span(time, days)


def _days(text: str) -> frozenset[int | str]:
    found: set[int | str] = set()
    for word in text.split(","):
        first, dash, last = word.partition("-")
        if word in (WORK, REST):
            found.add(word)
        elif first in NUMBERS and (not dash or last in NUMBERS):
            begin, end = NUMBERS[first], NUMBERS[last or first]
            found |= {(begin + step) % 7 for step in range((end - begin) % 7 + 1)}
        else:
            raise ValueError(f"{word!r} is no day; days are {', '.join(NAMES)}, or {WORK} and {REST}")
    return frozenset(found)


def _span(text: str, days: frozenset[int | str]) -> Span:
    first, dash, last = text.partition("-")
    begin = _minute(first, text)
    end = _minute(last, text) if dash else begin
    if begin == DAY:
        raise ValueError(f"{text!r} begins when its day is over; write 00:00")
    if dash and begin == end:
        raise ValueError(f"{text!r} begins and ends at the same time; the whole day is 00:00-24:00")
    return Span(days, begin, end if end >= begin else end + DAY)


def _minute(text: str, where: str) -> int:
    found = re.fullmatch(r"([0-9]{1,2}):([0-9]{2})", text)
    minute = int(found[1]) * 60 + int(found[2]) if found else DAY + 1
    if found is None or int(found[2]) > 59 or minute > DAY:
        raise ValueError(f"{where!r} is no time of day; {EXAMPLE}")
    return minute


def _clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"


def _free_minutes(slots: Sequence[Span], quiet: Sequence[Span]) -> Iterator[bool]:
    """Each minute of a common week and of one with seven days off that a slot holds (any, without slots) and nothing quiets."""
    for resting in (False, True):
        still = set(_minutes(quiet, resting))
        yield from (minute not in still for minute in (_minutes(slots, resting) if slots else range(7 * DAY)))


def _minutes(given: Sequence[Span], resting: bool) -> Iterator[int]:
    for weekday in range(7):
        for span in given:
            if span.on(weekday, works=weekday < 5 and not resting):
                for minute in range(span.begin, max(span.end, span.begin + 1)):
                    yield (weekday * DAY + minute) % (7 * DAY)
