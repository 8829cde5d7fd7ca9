"""Slips of typing are put right; what is meant so stays."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formatters.typography import tidied


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Bộ Nội vụ , Bộ Tài chính .", "Bộ Nội vụ, Bộ Tài chính."),
        ("kết thúc hội nghị.Các đại biểu", "kết thúc hội nghị. Các đại biểu"),
        ("xã,phường", "xã, phường"),
        ("công chức,, viên chức", "công chức, viên chức"),
        ("cán bộ, , công chức", "cán bộ, công chức"),
        ("cán bộ, công chức...", "cán bộ, công chức…"),
        ("TP.Hồ Chí Minh", "TP. Hồ Chí Minh"),
        ("Ðà Nẵng, ðồng chí", "Đà Nẵng, đồng chí"),
    ],
)
def test_a_slip_is_put_right(typed: str, meant: str) -> None:
    assert tidied(typed) == meant


@pytest.mark.parametrize(
    "text",
    [
        "Chinhphu.vn, Moha.Gov.Vn, Nghị.com, báo.Vn",
        "https://moha.gov.vn/hội-nghị.Các",
        "1.490.000 đồng; 12,5 %; 3.321 xã",
        "a, b = f(x).Y, node.Js, Vietnam.Net",
        "Họ và tên: ............ Ngày sinh: .......",
        "1...10",
        "lúc 8:30, tỷ lệ 1:2",
        "Ý kiến 1 : 2",
        "C++ ; ::before",
        "Ðorðr Þórðarson, Seyðisfjörður",
        "PGS.TS Nguyễn Văn An, đ/c Lê Ân, Nguyễn V.Ân",
        ":) ;) ...và",
        "Bộ Nội vụ (BNV) . . . hết",
    ],
)
def test_what_is_meant_so_stays(text: str) -> None:
    assert tidied(text).replace("…", "...") == text


@given(st.text(st.sampled_from("ộaA .,;:!?…\n1/@"), max_size=40))
def test_tidying_again_changes_nothing(text: str) -> None:
    assert tidied(tidied(text)) == tidied(text)
