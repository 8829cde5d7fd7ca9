"""What a person must hear of a source: that it is gone, fails for long, has moved, or lacks what it told."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from formatters.sentence import Sentence
from syndication.notices import board
from syndication.notices.board import Cause
from syndication.notices.models import Notice
from syndication.sources.models import Source

GONE, FAILING, MOVED, MISSING = "source-gone", "source-failing", "source-moved", "source-missing"
PATIENCE = timedelta(days=1)  # a failure that lasts longer is told


def gone(source: Source, *, now: datetime) -> None:
    """It answered 410, and is not asked any more."""
    _raise(
        GONE,
        source,
        Sentence(
            f"Nguồn “{source.name}” đã bị nơi phát gỡ bỏ (HTTP 410) nên đã ngừng lấy. Nếu nguồn có địa chỉ mới: "
            f"syndication source set {source.name} --url …; nếu chỉ là nhầm lẫn: syndication source resume {source.name}.",
            f"The source “{source.name}” was taken away by its publisher (HTTP 410) and is not asked any more. If it has another "
            f"address: syndication source set {source.name} --url …; if it was a mistake: syndication source resume {source.name}.",
        ),
        Notice.Level.SERIOUS,
        now,
    )


def failing(source: Source, why: Sentence, *, now: datetime) -> None:
    """It could not be read; told once that has lasted for a day."""
    if source.failing_since is None or now - source.failing_since < PATIENCE:
        return
    day = timezone.localtime(source.failing_since)
    _raise(
        FAILING,
        source,
        Sentence(
            f"Nguồn “{source.name}” không lấy được từ {day:%H:%M, %d/%m/%Y}: {why.vi}",
            f"The source “{source.name}” could not be read since {day:%H:%M, %d/%m/%Y}: {why.en}",
        ),
        Notice.Level.SERIOUS if source.own else Notice.Level.WARNING,
        now,
    )


def moved(source: Source, *, now: datetime) -> None:
    """It says that it has moved for good, to a host that only a person may trust."""
    vi, en = "Vẫn đang lấy qua địa chỉ cũ", "It is still read by way of the old address"
    if source.failures:
        vi, en = "Không lấy ở đó", "It is not read there"
    _raise(
        MOVED,
        source,
        Sentence(
            f"Nguồn “{source.name}” báo đã chuyển hẳn sang {source.moved_to}. {vi}; nếu đúng, hãy đổi: "
            f"syndication source set {source.name} --url {source.moved_to}",
            f"The source “{source.name}” says that it has moved for good to {source.moved_to}. {en}; "
            f"if that is right, change it: syndication source set {source.name} --url {source.moved_to}",
        ),
        Notice.Level.WARNING,
        now,
    )


def missing(source: Source, items: int, why: Sentence, *, now: datetime) -> None:
    """Items of it are neither in the feed nor at their addresses, and that is not believed."""
    _raise(
        MISSING,
        source,
        Sentence(
            f"{items} bài của nguồn “{source.name}” không còn trong nguồn và trang trả lời 404, nhưng {why.vi} nên chưa thu hồi. "
            "Hãy kiểm tra trên Cổng; nếu đã gỡ thật, hãy thu hồi từng bài.",
            f"{items} item(s) of the source “{source.name}” are not in the feed any more and their pages answer 404, but {why.en}, so "
            "nothing is withdrawn. Look at the portal; withdraw them by hand if they were taken away.",
        ),
        Notice.Level.SERIOUS,
        now,
    )


def settled(source: Source, *kinds: str, now: datetime) -> None:
    """What was told of these kinds is over."""
    for kind in kinds:
        board.close(kind, str(source.pk), now=now)


def _raise(kind: str, source: Source, say: Sentence, level: str, now: datetime) -> None:
    board.raise_once(Cause(kind, str(source.pk), say, level), now=now)
