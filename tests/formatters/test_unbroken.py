"""Numbers, names of documents, dates and money come whole or not at all."""

from __future__ import annotations

import time

import pytest

from formatters.rendition import TextLimit
from formatters.text import fit
from formatters.unbroken import spans

PIECES = (
    "Nghị định số 42/2022/NĐ-CP",
    "Quyết định số 668/QĐ-BNV",
    "Quyết định số: 668 /QĐ-BNV",
    "Thông tư liên tịch 01/2026/TTLT-BNV-BTC",
    "Luật số 80/2025/QH15",
    "Nghị quyết số 18-NQ/TW",
    "Kết luận 127-KL/TW",
    "Decree No. 42/2022/ND-CP",
    "điểm a",
    "khoản 2",
    "Điều 13",
    "20/11/2026",
    "ngày 20-21/11/2026",
    "ngày 20 tháng 11 năm 2026",
    "tháng 11/2026",
    "năm 2026",
    "quý IV năm 2026",
    "8 giờ 30 phút",
    "20 November 2026",
    "1.490.000 đồng",
    "5 triệu đồng",
    "2,5 nghìn tỷ đồng",
    "VND 5 million",
    "12,5 %",
)


@pytest.mark.parametrize("piece", PIECES)
def test_a_piece_is_whole_or_absent_wherever_the_text_is_cut(piece: str) -> None:
    text = f"Bộ Nội vụ nêu rõ tại {piece} những việc cần làm ngay trong thời gian tới"
    start, first = text.index(piece), piece[0]
    for most in range(12, len(text)):
        told = fit(text, TextLimit(most))
        assert piece in told or not told[start:].removesuffix("…").startswith(first), told


def test_a_piece_that_is_none_is_no_piece() -> None:
    assert spans("Bộ Nội vụ tổ chức hội nghị với 34 tỉnh, theo quyết định của Bộ trưởng") == []


@pytest.mark.parametrize("text", ["1" * 70_000, "1," * 40_000, "ngày 1 " * 20_000, "số: " * 30_000, "9/" * 40_000])
def test_a_long_run_takes_linear_time(text: str) -> None:
    began = time.monotonic()
    spans(text)
    assert time.monotonic() - began < 2
