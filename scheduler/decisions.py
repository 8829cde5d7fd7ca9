"""Days off as published decisions fix them, where the package `holidays` (0.109) says otherwise, and the years compared whole.

The package computes the lunar days and knows most swaps; each year's decision has the last word. The addresses are those under
which public sources cite the decisions. What is published later is entered by a person (`syndication calendar`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from formatters.sentence import Sentence


class Kind(StrEnum):
    """What civil servants do on a day."""

    WORK = "work"
    REST = "rest"


@dataclass(frozen=True, slots=True)
class Day:
    """What a table says of one day. `origin` is the layer it comes from: computed, published or entered; `source` who says so."""

    kind: Kind
    name: Sentence
    origin: str
    source: str


@dataclass(frozen=True, slots=True)
class Decision:
    """A published decision, and where it can be read."""

    number: str
    address: str


NEW_YEAR_2026 = Decision(
    "12729/VPCP-KGVX",
    "https://baochinhphu.vn/cong-chuc-vien-chuc-duoc-nghi-4-ngay-dip-tet-duong-lich-2026-102251225111845247.htm",
)
# The years whose every day off and swapped day was compared with these. One day on 24/11/2026: no swap for 23/11.
YEARS: Mapping[int, tuple[Decision, ...]] = {
    2026: (
        Decision("9441/TB-BNV", "https://moha.gov.vn/tin-tuc/---oid57695"),
        NEW_YEAR_2026,
        Decision(
            "28/2026/QH16",
            "https://xaydungchinhsach.chinhphu.vn/"
            "nghi-quyet-28-2026-qh16-ve-phat-trien-van-hoa-viet-nam-119260506165532877.htm",
        ),
    ),
    2027: (
        Decision(
            "10065/VPCP-KGVX",
            "https://xaydungchinhsach.chinhphu.vn/"
            "de-xuat-2-phuong-an-nghi-tet-nguyen-dan-2027-tet-dinh-mui-11926080513033257.htm",
        ),
    ),
}


def _published(kind: Kind, vi: str, en: str, decision: Decision) -> Day:
    return Day(kind, Sentence(vi, en), "published", f"{decision.number}: {decision.address}")


DAYS: Mapping[date, Day] = {
    date(2026, 1, 2): _published(
        Kind.REST, "Nghỉ hoán đổi, làm bù ngày 10/01/2026", "Swapped for Saturday 10 January 2026", NEW_YEAR_2026
    ),
    date(2026, 1, 10): _published(
        Kind.WORK, "Làm bù cho ngày 02/01/2026", "Worked instead of Friday 2 January 2026", NEW_YEAR_2026
    ),
}
