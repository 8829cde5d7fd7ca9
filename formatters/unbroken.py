"""What must stay in one piece when a text is cut: numbers and names of documents, dates, money, addresses, hashtags."""

from __future__ import annotations

import re

_SIGNS = r"[A-ZĐƯ]{1,10}\d*(?: ?[-–] ?[A-ZĐƯ]+\d*)*"
_NUMBER = rf"(?<!\d)\d{{1,6}}[a-z]? ?(?:/ ?(?:\d{{4}} ?/ ?)?{_SIGNS}|[-–] ?[A-ZĐƯ]{{2,6}} ?/ ?[A-ZĐƯ]{{2,10}})"
_KIND = (
    "hiến pháp|bộ luật|luật|pháp lệnh|nghị quyết(?: liên tịch)?|nghị định|quyết định|thông tư(?: liên tịch)?|chỉ thị|công văn|công điện"
    "|kế hoạch|thông báo|tờ trình|báo cáo|kết luận|quy định|quy chế|hướng dẫn|lệnh|văn bản(?: hợp nhất)?"
    "|decree|decision|circular|resolution|directive|law|official letter|plan|notice"
)
_MONTH = "January|February|March|April|May|June|July|August|September|October|November|December"
_AMOUNT = (
    r"(?<![\d.,])\d[\d.,]{0,30}"  # bounded, and only from a number's first digit: else a long run takes quadratic time
)
_SCALE = r"(?: (?:trăm|nghìn|ngàn|triệu|tỷ|tỉ|thousand|million|billion|trillion))"
_CURRENCY = "đồng|đô la Mỹ|đô la|VNĐ|VND|USD|EUR|euro|đ|₫|%|‰"

_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?:(?i:\b(?:{_KIND}) (?:số:? |No\.? )?|\bsố:? ))?{_NUMBER}",  # Nghị định số 42/2022/NĐ-CP, 668 /QĐ-BNV, 18-NQ/TW
        r"(?i:\b(?:điều|khoản|điểm|chương|mục|phần|phụ lục|article|section)) (?:\d{1,4}[a-zđ]?|[IVXLC]{1,6}|[a-zđ])(?!\w)",
        r"(?:(?i:\bngày) )?(?<!\d)\d{1,2}(?:[-–]\d{1,2})?[/.-]\d{1,2}[/.-]\d{4}(?!\d)",
        r"(?i:\bngày) \d{1,2}(?:[-–]\d{1,2})?/\d{1,2}(?![\d/])",
        r"(?i:(?:\bngày \d{1,2},? )?\btháng \d{1,2}(?:/\d{4}|,? năm \d{4})?|\bnăm \d{4})(?!\d)",
        r"(?i:\bquý) [IV]{1,3}(?:/\d{4}| năm \d{4})?(?!\w)",
        r"(?<!\d)\d{1,2} giờ(?: \d{1,2}(?: phút)?)?(?!\w)",
        rf"(?<!\d)\d{{1,2}} (?:{_MONTH})(?:,? \d{{4}})?(?!\w)|\b(?:{_MONTH}) \d{{1,2}}(?:, \d{{4}})?(?!\d)",
        rf"{_AMOUNT}(?:{_SCALE}+(?: (?:{_CURRENCY}))?| ?(?:{_CURRENCY}))(?!\w)",
        rf"(?:\b(?:VND|USD|EUR)|US\$|[$€]) ?{_AMOUNT}{_SCALE}?(?!\w)",
        r"(?i:(?:https?|ftp)://\S+)",
    )
)
_BARE = re.compile(
    r"[(\[\"“]?(?:www\.|#\w|[\w.+-]+@|[\w-]+(?:\.[\w-]+)*\.(?:vn|com|org|net|gov|edu|info|int)(?:\W|$))", re.IGNORECASE
)
_LONGEST_BARE = 254  # code points: an address without a scheme is never longer


def spans(text: str) -> list[tuple[int, int]]:
    """Where such pieces lie, as (start, end) in code points; they may overlap. Text is NFC."""
    found = [match.span() for pattern in _PATTERNS for match in pattern.finditer(text)]
    for word in re.finditer(r"\S+", text):  # word by word: a pattern with \S* before it would take quadratic time
        if word.end() - word.start() <= _LONGEST_BARE and _BARE.match(word.group()):
            found.append(word.span())
    return found
