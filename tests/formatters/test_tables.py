"""Tables, lists and quotations are readable without their marks."""

from __future__ import annotations

import pytest

from formatters.html import plain, sanitise

BASE = "https://moha.gov.vn/"


def read(html: str) -> str:
    return plain(sanitise(html, BASE))


def rows(*told: str, cell: str = "td") -> str:
    return "".join("<tr>" + "".join(f"<{cell}>{one}</{cell}>" for one in row.split("|")) + "</tr>" for row in told)


def test_a_table_of_two_columns_is_told_row_by_row() -> None:
    assert read(f"<table>{rows('Năm|Số xã', cell='th')}{rows('2025|3.321', '2026|')}</table>") == (
        "Năm | Số xã\n2025 | 3.321\n2026 | –"
    )


@pytest.mark.parametrize(
    "head", [rows("STT|Đơn vị|Số người", cell="th"), rows("<p><b>STT</b></p>|<b>Đơn vị</b>|<b>Số người</b>")]
)
def test_of_many_columns_each_cell_is_told_with_the_head_of_its_column(head: str) -> None:
    assert read(f"<table>{head}{rows('1|Vụ Tổ chức|5', '2|Văn phòng|')}</table>") == (
        "1. Đơn vị: Vụ Tổ chức; Số người: 5\n2. Đơn vị: Văn phòng"
    )


def test_a_cell_over_rows_is_told_in_each_and_one_over_columns_once() -> None:
    html = (
        "<table><tr><th>Khối</th><th>Đơn vị</th><th>Số</th></tr><tr><td rowspan=2>Vụ</td><td>A</td><td>1</td></tr>"
        "<tr><td>B</td><td>2</td></tr><tr><td colspan=3>Cộng: 3</td></tr></table>"
    )
    assert read(html) == "• Khối: Vụ; Đơn vị: A; Số: 1\n• Khối: Vụ; Đơn vị: B; Số: 2\nCộng: 3"


def test_heads_over_several_columns_are_told_as_they_stand() -> None:
    html = f"<table><tr><th rowspan=2>Tỉnh</th><th colspan=2>Số</th></tr>{rows('Xã|Phường', cell='th')}{rows('Lào Cai|89|10')}</table>"
    assert read(html) == "Tỉnh | Số\nTỉnh | Xã | Phường\nLào Cai | 89 | 10"


def test_a_page_laid_out_in_a_cell_keeps_its_paragraphs_and_pictures_their_place() -> None:
    assert read("<table><tr><td><p>Một.</p><p>Hai.</p></td></tr><tr><td>Ba.</td></tr></table>") == "Một.\n\nHai.\nBa."
    html = "<table><tr><td>Trên</td></tr><tr><td><img src=/a.jpg></td></tr><tr><td>Dưới</td></tr></table>"
    assert read(html) == "Trên\n\nDưới"


def test_lines_and_lists_and_tables_in_a_cell_stay_on_its_line() -> None:
    within = f"<table>{rows('1|2')}</table>"
    html = f"<table>{rows(f'A<br>B.<br>C|<ul><li>x</li><li>y</li></ul>|{within}')}</table>"
    assert read(html) == "A; B. C | x; y | 1 | 2"


def test_a_list_within_a_list_has_marks_of_its_own_and_numbers_go_on_where_they_should() -> None:
    html = "<ol start=3><li>Ba<ol><li>một<ul><li>hai</li></ul></li></ol></li><li>Bốn<ul><li>năm</li></ul></li></ol>"
    assert read(html) == "3. Ba\na) một\n+ hai\n4. Bốn\n– năm"


def test_a_quotation_is_told_in_marks_unless_it_bears_them() -> None:
    assert (
        read("<p>Bộ trưởng nói:</p><blockquote><p>Một.</p><p>Hai.</p></blockquote>")
        == "Bộ trưởng nói:\n\n“Một.\n\n“Hai.”"
    )
    assert read("<blockquote>“Một.”</blockquote>") == "“Một.”"
    assert read("<blockquote><ul><li>a</li></ul></blockquote>") == "• a"


def test_spans_past_all_reason_do_no_harm() -> None:
    assert (
        read("<table><tr><td rowspan=99999>a</td><td colspan=999999999999>b</td></tr><tr><td>c</td></tr></table>")
        == "a | b\na | c"
    )
