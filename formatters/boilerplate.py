"""The furniture of a portal's page that comes along with a text: buttons, counters, lists of other items. Never a sentence.

Only whole lines are judged, by what they say altogether. "Chia sẻ tại hội nghị" is no button, and "Chia sẻ" alone is one only next
to another: it might be a heading, as "Facebook" might be a cell of a table.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence


def _any_of(*phrases: str) -> str:
    return f"(?:{'|'.join(phrases)})"


_NETWORKS = _any_of("facebook", "zalo", "twitter", "x", "linkedin", "email", "mạng xã hội")
_BUTTON = _any_of(
    *(
        "in bài viết",
        "in trang(?: này)?",
        "in tin(?: này)?",
        "bản in",
        "print this (?:page|article)",
        "email this (?:page|article)",
    ),
    *(
        "gửi (?:email|e-mail|mail|bài viết|tin này|cho bạn bè)",
        "chia sẻ (?:bài viết|tin)(?: này)?",
        "lưu (?:bài viết|tin)",
    ),
    *(
        rf"chia sẻ (?:trên|qua|lên) {_NETWORKS}",
        "sao chép (?:liên kết|link)",
        "copy link",
        "đọc bài viết",
        "nghe đọc bài(?: viết)?",
    ),
    *(
        "(?:quay lại|trở lại|trở về) trang (?:trước|chủ)",
        "(?:về|lên) đầu trang",
        "back to top",
        "(?:tăng |giảm )?cỡ chữ",
    ),
    *("cỡ chữ a.*", "a ?[-+−](?: ?a)?(?: ?a? ?[-+−])?", "gửi (?:bình luận|phản hồi)", "đánh giá bài viết(?: này)?"),
)
_COUNTED = _any_of("(?:lượt|lần) (?:xem|đọc|truy cập|tải|thích|chia sẻ)(?: bài| tin| trang)?", "views?")
_COUNTER = _any_of(rf"(?:số )?{_COUNTED} ?:? ?\(?[\d.,]+\)?", rf"[\d.,]+ {_COUNTED}", "đã xem ?: ?[\\d.,]+")
_MAYBE = _any_of(
    *(
        "chia sẻ",
        "in",
        "bình luận",
        "phản hồi",
        "quay lại",
        "trở về",
        "thích",
        "like",
        "share",
        "tweet",
        "print",
        "download",
    ),
    *(_NETWORKS, "tải về", "xem thêm", "chi tiết", "theo dõi", r"(?:thích|chia sẻ|bình luận) ?:? ?\(?[\d.,]+\)?"),
)
_SURELY = re.compile(_any_of(_BUTTON, _COUNTER), re.IGNORECASE)
_PERHAPS = re.compile(_any_of(_BUTTON, _COUNTER, _MAYBE), re.IGNORECASE)
_OTHERS = re.compile(
    r"(?:các |những )?(?:tin|bài|bài viết|tin bài|tin, bài|tin tức)(?: đã đưa)? "
    r"(?:liên quan|khác|cùng (?:chuyên mục|chủ đề|loại)|mới nhất|mới hơn|cũ hơn|nổi bật|đọc nhiều)"
    r"|(?:có thể )?bạn (?:có thể )?quan tâm|related (?:news|articles|items)|other news|latest news",
    re.IGNORECASE,
)
_RULE = re.compile(r"[-–—_=*~#\s]{3,}")
_BARS = re.compile(r"[|•·\t]")
_AROUND = " \t.:|•·*-–—>»<«[](){}…"
_DATED = re.compile(r"\s*\(?\d{1,2}[/.-]\d{1,2}[/.-]\d{4}(?:,? \d{1,2}:\d{2})?\)?\s*$")
_SENTENCE_END = re.compile(r"[.!?;:…][\"”’)\]]*$")
_LONGEST_HEADLINE = 250  # code points
_MOST_HEADLINES = 20


def furniture(lines: Sequence[str]) -> set[int]:
    """Which of a text's lines, by place, are furniture: buttons, counters, rules, and the list of other items that ends a page.

    Such a list goes only when everything after its heading reads as headlines; where a sentence follows, all of it stays.
    """
    written = [place for place, line in enumerate(lines) if line.strip()]
    found = _buttons(lines, written) | {place for place in written if _RULE.fullmatch(lines[place])}
    left = [place for place in written if place not in found]
    for number in range(max(0, len(left) - _MOST_HEADLINES - 1), len(left)):
        place = left[number]
        if len(lines[place]) < _LONGEST_HEADLINE and _OTHERS.fullmatch(lines[place].strip(_AROUND)):
            rest = left[number + 1 :]
            if all(_is_headline(lines[later]) for later in rest):
                return found | {place, *rest}
    return found


def _buttons(lines: Sequence[str], written: Sequence[int]) -> set[int]:
    """The runs of lines that may be buttons, where at least one of a run surely is."""
    found: set[int] = set()
    run: list[int] = []
    for place in [*written, -1]:
        if place >= 0 and len(lines[place]) <= _LONGEST_HEADLINE and _reads(lines[place], _PERHAPS, all):
            run.append(place)
            continue
        if run and any(_reads(lines[one], _SURELY, any) for one in run):
            found.update(run)
        run = []
    return found


def _reads(line: str, pattern: re.Pattern[str], enough: Callable[[Iterable[bool]], bool]) -> bool:
    """Whether the parts of a line, between bars or bullets, all (or any) are what the pattern says."""
    pieces = _BARS.split(line) if _BARS.search(line) else [line]
    parts = [part for piece in pieces if (part := piece.strip(_AROUND))]
    return bool(parts) and enough(pattern.fullmatch(part) is not None for part in parts)


def _is_headline(line: str) -> bool:
    told = _DATED.sub("", line.strip())
    return len(told) <= _LONGEST_HEADLINE and not _SENTENCE_END.search(told)
