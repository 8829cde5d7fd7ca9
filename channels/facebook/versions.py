"""How long each version of the Graph API lives. https://developers.facebook.com/docs/graph-api/changelog (read 2026-10-29)

v26.0 has no date there yet: a version has lived for two years after the next one appeared, and v27.0 appeared on 2026-11-04.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from formatters.sentence import Sentence

ENDS: dict[str, date | None] = {
    "v20.0": date(2026, 9, 24),
    "v21.0": date(2027, 1, 21),
    "v22.0": date(2027, 5, 20),
    "v23.0": date(2027, 10, 8),
    "v24.0": date(2028, 2, 18),
    "v25.0": date(2028, 7, 29),
    "v26.0": date(2028, 11, 4),
    "v27.0": None,  # the newest: its end is told when the next one appears
}
SOON = timedelta(days=90)


def end_of(version: str) -> datetime | None:
    """When this version ends; None while nobody has said so."""
    day = ENDS.get(version)
    return datetime.combine(day, time(0), UTC) if day else None


def warning(version: str, served: str, now: datetime) -> Sentence | None:
    """What a person should know of the version asked for, of which `served` is what the answers say; None when it is sound."""
    end = end_of(version)
    if end is not None and end - now <= SOON:
        day = end.date()
        return Sentence(
            f"Graph API {version} hết hạn ngày {day:%d/%m/%Y}; hãy đặt graph_version mới hơn.",
            f"Graph API {version} ends on {day.isoformat()}; set a newer graph_version.",
        )
    if served and served != version:
        return Sentence(
            f"Facebook trả lời bằng phiên bản {served}, không phải {version} như đã đặt; hãy đặt lại graph_version.",
            f"Facebook answers with version {served}, not with {version} as set; set graph_version anew.",
        )
    return None
