"""Dates as Vietnamese sites really write them. A date that cannot be read is None, never a guess."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from html import unescape
from zoneinfo import ZoneInfo

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
LATEST = timedelta(
    days=1
)  # clocks differ; what lies further ahead is a mistake, or an embargo that is not ours to guess
EARLIEST = 1971  # 0001-01-01 and 1970-01-01 are how programs write "no date"

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
ZONES = {
    "z": 0, "ut": 0, "utc": 0, "gmt": 0, "wet": 0, "ict": 7, "indochina time": 7, "se asia standard time": 7, "wib": 7,
    "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7,
    "bst": 1, "cet": 1, "cest": 2, "eet": 2, "eest": 3, "msk": 3, "sgt": 8, "hkt": 8, "jst": 9, "kst": 9,
}  # fmt: skip
NOON = {"am": 0, "a.m.": 0, "sa": 0, "sáng": 0, "pm": 12, "p.m.": 12, "ch": 12, "chiều": 12, "tối": 12}

_MONTH = r"(?P<name>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_DATES = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?<!\d)(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})(?!\d)",
        r"(?<!\d)(?P<day>\d{1,2})[-/.](?P<month>\d{1,2})[-/.](?P<year>\d{4})(?!\d)",
        rf"(?<!\d)(?P<day>\d{{1,2}})[ -]{_MONTH}[ ,-]+(?P<year>\d{{4}}|\d\d)(?![\d:])",
        rf"\b{_MONTH} (?P<day>\d{{1,2}}),? (?P<year>\d{{4}})(?!\d)",
        rf"\b{_MONTH} (?P<day>\d{{1,2}})(?= \d\d:\d\d.* (?P<year>\d{{4}})$)",  # asctime
        r"(?<!\d)(?P<day>\d{1,2}) (?:tháng|thg) (?P<month>\d{1,2})(?:,? năm)?,? (?P<year>\d{4})(?!\d)",
    )
)
_ZONED = r"(?P<zone>[+-](?:0\d|1[0-3]):?[0-5]\d|GMT|UTC|Z)"
_CLOCK = r"(?P<hour>[01]\d|2[0-3]):(?P<minute>[0-5]\d):(?P<second>[0-5]\d)"
_RFC_822 = re.compile(
    r"(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), )?(?P<day>\d\d?) (?P<month>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) "
    rf"(?P<year>\d{{4}}) {_CLOCK} {_ZONED}",
    re.ASCII,
)
_RFC_3339 = re.compile(
    rf"(?P<year>\d{{4}})-(?P<month>\d\d)-(?P<day>\d\d)[T ]{_CLOCK}(?:\.\d{{1,9}})?{_ZONED}", re.ASCII
)
_COMPACT = re.compile(r"^(\d{4})(\d\d)(\d\d)t(\d\d)(\d\d)(\d\d)?")
_TIME = re.compile(
    r"(?<![\d+])(?P<hour>\d{1,2})(?::|h|g| giờ )(?P<minute>\d\d)(?::(?P<second>\d\d)(?:[.,]\d+)?| phút)?(?!\d)"
)
_NOON = re.compile(r"(?:(?<=[\d ])|^)(am|pm|a\.m\.|p\.m\.|sa|ch|sáng|chiều|tối)(?=[ ,)]|$)")
_OFFSET = re.compile(r"(?:gmt|utc|ut)? ?([+-]) ?(\d{1,2})(?::?(\d\d))?(?!\d)")
_ZONE = re.compile(r"(?<![^\W\d_])(" + "|".join(sorted(ZONES, key=len, reverse=True)) + r")(?![^\W\d_])")
_WEEKDAY = re.compile(
    r"^(?:thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật|t[2-7]|cn|(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?)(?=[ ,]|$)"
)
_NOISE = re.compile(r"[\s,;|().\-]|\b(?:ngày|lúc|vào|t|hồi|cập nhật|giờ việt nam)\b")


def read_date(text: str, now: datetime | None = None) -> datetime | None:
    """The instant that `text` names, aware; None when there is none, or it lies more than a day after `now`.

    RFC 822, RFC 3339 and asctime; `GMT+7`, `ICT`, `Thứ 5, 28/05/2026`, `SA`/`CH`. Day before month unless that is
    impossible; without a zone it is Ha Noi's time; without a time it is midnight. `now` is the present when not given.
    """
    if not text:
        return None
    instant = _as_standard(text.strip()) or _read(text)
    return instant if instant and instant.year >= EARLIEST and instant <= (now or datetime.now(UTC)) + LATEST else None


def _as_standard(text: str) -> datetime | None:
    """The instant of a text that is exactly as RFC 822 or RFC 3339 would have it, as nearly all are; None for any other."""
    found = _RFC_822.fullmatch(text) or _RFC_3339.fullmatch(text)
    if found is None:
        return None
    year, month, day, hour, minute, second, zone = found.group(
        "year", "month", "day", "hour", "minute", "second", "zone"
    )
    number = int(month) if month.isdecimal() else MONTHS.index(month.lower()) + 1
    try:
        return datetime(int(year), number, int(day), int(hour), int(minute), int(second), tzinfo=_ahead(zone))
    except ValueError:
        return None


@lru_cache(maxsize=128)
def _ahead(zone: str) -> timezone:
    """The zone that is written as +0700, -03:30 or by name, which is that of Greenwich."""
    if zone[0] not in "+-":
        return UTC
    offset = timedelta(hours=int(zone[1:3]), minutes=int(zone[-2:]))
    return timezone(-offset if zone[0] == "-" else offset)


def _read(text: str) -> datetime | None:
    if not text or text.isspace():
        return None
    rest = _smooth(text)
    if len(rest) > 120:
        return None
    rest = _COMPACT.sub(lambda found: "{}-{}-{} {}:{}:{}".format(*(part or "00" for part in found.groups())), rest)
    rest = _WEEKDAY.sub("", rest, count=1)
    found = next((match for pattern in _DATES if (match := pattern.search(rest))), None)
    if found is None:
        return None
    rest = _cut(rest, found)
    if found.re is _DATES[4]:
        rest = rest.removesuffix(found["year"])
    rest = _WEEKDAY.sub("", rest.strip(" ,-"), count=1)
    clock = _TIME.search(rest)
    if clock:
        rest = _cut(rest, clock)
        rest = re.sub(r",? *(?:thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật),? *", " ", rest)
    noon = _NOON.search(rest)
    if noon:
        rest = _cut(rest, noon)
    try:
        zone, rest = _zone(rest)
        if _NOISE.sub("", rest):
            return None
        return _build(found, clock, NOON[noon[1]] if noon else None, zone)
    except (ValueError, OverflowError):
        return None


def _smooth(text: str) -> str:
    """Composed, lower-case, references read, single blanks; without invisible characters and the comment behind a numeric zone."""
    text = unicodedata.normalize("NFKC", unescape(text))
    text = "".join(letter for letter in text if unicodedata.category(letter) != "Cf").lower()
    return re.sub(r"\s+", " ", re.sub(r"(?<=[+-]\d{4}) *\([^()]*\)\s*$", "", text)).strip()


def _cut(text: str, found: re.Match[str]) -> str:
    return f"{text[: found.start()]} {text[found.end() :]}"


def _zone(rest: str) -> tuple[tzinfo, str]:
    """The zone named in `rest`, Ha Noi's when none is, and what is left of the text. ValueError for an impossible one."""
    if offset := _OFFSET.search(rest):
        hours, minutes = int(offset[2]), int(offset[3] or 0)
        if len(offset[2]) == 1 and offset[3] and not rest[offset.start() : offset.end()].count(":"):
            raise ValueError("three digits: nobody knows which")
        if hours > 14 or minutes > 59:
            raise ValueError("no place has this zone")
        ahead = timedelta(hours=hours, minutes=minutes) * (-1 if offset[1] == "-" else 1)
        return timezone(ahead), _ZONE.sub("", _cut(rest, offset))
    if named := _ZONE.search(rest):
        return timezone(timedelta(hours=ZONES[named[1]])), _cut(rest, named)
    return HANOI, rest


def _build(date: re.Match[str], clock: re.Match[str] | None, noon: int | None, zone: tzinfo) -> datetime:
    """The instant of these parts. ValueError when there is no such day or hour."""
    parts = date.groupdict()
    year, day = int(parts["year"]), int(parts["day"])
    month = MONTHS.index(parts["name"]) + 1 if parts.get("name") else int(parts["month"])
    if len(parts["year"]) == 2:
        year += 1900 if year >= 70 else 2000
    if month > 12 >= day and date.re is _DATES[1]:
        day, month = month, day
    hour, minute, second = (int(clock[part] or 0) for part in ("hour", "minute", "second")) if clock else (0, 0, 0)
    if noon is not None and hour <= 12:
        hour = hour % 12 + noon
    if (hour, minute, second) == (24, 0, 0):
        return datetime(year, month, day, tzinfo=zone) + timedelta(days=1)
    return datetime(year, month, day, hour, minute, 59 if second == 60 else second, tzinfo=zone)
