"""A stamp is found in every disguise, and no sentence about secrecy is taken for one."""

from __future__ import annotations

import unicodedata

import pytest

from syndication.gate.rules.secrecy import stamped, texts_of

STAMPS = [
    "MẬT", "TỐI MẬT", "TUYỆT MẬT", "Mật", "Tối mật", "tuyệt mật", "“MẬT”", "*** MẬT ***", "[MẬT]", "TỐI-MẬT", "ＭẬＴ",
    "[MẬT] Tờ trình về nhân sự", "(MẬT) Tờ trình về nhân sự", "【TUYỆT MẬT】Kế hoạch", "Tờ trình về nhân sự (MẬT)",
    "MẬT - Tờ trình về nhân sự", "MẬT – Tờ trình", "MẬT | Kế hoạch", "TUYỆT MẬT: Kế hoạch", "MẬT_Tờ trình.docx",
    "Tờ trình về nhân sự – MẬT", "MẬT Công văn số 12/BNV", "MẬT (Bản số: 01)",
    "Độ mật: Tối mật", "Độ mật: MẬT", "Mức độ mật: Tuyệt mật.", "Cấp độ mật: Mật", "độ mật của văn bản: tối mật",
    "M Ậ T", "M.Ậ.T", "T U Y Ệ T  M Ậ T", "M\nẬ\nT", "TUYỆT\nMẬT", "BỘ NỘI VỤ\nMẬT\nSố: 12/BNV",
    unicodedata.normalize("NFD", "TỐI MẬT"), "M\u200bẬ\u200bT", "M\u00adẬT", "TUYỆT\u00a0MẬT", "MA\u0323\u0302T",
    "\u041c\u0410\u0302\u0323\u0422",  # Cyrillic letters
]  # fmt: skip

SENTENCES = [
    "bảo vệ bí mật nhà nước", "HỘI NGHỊ PHỔ BIẾN LUẬT BẢO VỆ BÍ MẬT NHÀ NƯỚC", "danh mục tài liệu tối mật",
    "đóng dấu “MẬT” theo quy định", "Tuyệt mật là mức độ cao nhất của bí mật nhà nước", "TUYỆT MẬT là mức cao nhất",
    "BẢO MẬT", "BÍ MẬT", "CƠ MẬT", "THÂN MẬT", "MẬT VỤ", "mật", "Mật độ dân số", "MẬT ĐỘ DÂN SỐ: 300 người/km²",
    "MẬT KHẨU: đặt thế nào cho an toàn", "Mật ong rừng U Minh", "MẬT ONG RỪNG", "Giải mật tài liệu lưu trữ",
    "BẢO VỆ BÍ\nMẬT NHÀ NƯỚC", "LUẬT BẢO VỆ BÍ\nMẬT", "Ba độ mật: Tuyệt mật, Tối mật và Mật",
    "Phân loại theo độ mật: tối mật hoặc mật", "- Tuyệt mật: 30 năm", "- TUYỆT MẬT: 30 năm", "Độ mật: không",
    "Họp bí mật - Chuyện chưa kể", "Chế độ BẢO MẬT - an toàn", "tài liệu mang dấu (MẬT).",
    "các mức (MẬT, TỐI MẬT, TUYỆT MẬT)", "MẬT, TỐI MẬT, TUYỆT MẬT là ba độ mật", "Cuộc họp tuyệt mật: sự thật",
    "văn bản “Tuyệt mật” do Bộ trưởng quyết định", "Hướng dẫn mẫu dấu “MẬT”, “TỐI MẬT”",
    "CÔNG TÁC BẢO VỆ BÍ MẬT - NHIỆM VỤ TRỌNG TÂM", "TĂNG CƯỜNG BẢO VỆ BÍ MẬT: Kết quả", "Thi tìm hiểu luật (BÍ MẬT)",
    "Nghị định số 63/2026/NĐ-CP quy định chi tiết Luật Bảo vệ bí mật nhà nước", "",
]  # fmt: skip


@pytest.mark.parametrize("text", STAMPS)
def test_a_stamp_is_found(text: str) -> None:
    finding = stamped(["Tin hoạt động", text])
    assert finding
    assert (finding.code, finding.article, finding.level) == ("R2a", "Điều 13(2)", "refuse")


@pytest.mark.parametrize("text", SENTENCES)
def test_a_sentence_about_secrecy_is_no_stamp(text: str) -> None:
    assert stamped(["Tin hoạt động", text]) is None


@pytest.mark.parametrize(
    "html",
    [
        "<p>MẬT</p>",
        "<table><tr><td>TỐI MẬT</td><td>Số: 1</td></tr></table>",
        "<p><span>M</span><span>Ậ</span><span>T</span></p>",
        "<p>BỘ NỘI VỤ<br>MẬT<br>Số: 1</p>",
        "<p>Nội dung</p><img src='a.jpg' alt='TỐI MẬT'><p>nữa</p>",
        "<figure><img src='a.jpg'><figcaption>[MẬT] Bản đồ</figcaption></figure>",
        "<p>M</p><p>Ậ</p><p>T</p>",
        "<p>&nbsp;<b>TUYỆT&nbsp;MẬT</b>&nbsp;</p>",
        "MẬT<p>Nội dung</p>",
    ],
)
def test_a_stamp_in_a_body_is_found(html: str) -> None:
    assert stamped(texts_of("Tin", "Tóm tắt", html))


@pytest.mark.parametrize(
    "html",
    [
        "<p>đóng dấu <b>MẬT</b> theo quy định</p>",
        "<p>bảo vệ bí <b>mật</b></p>",
        "<p>LUẬT BẢO VỆ BÍ<br>MẬT NHÀ NƯỚC</p>",
        "<h2>PHỔ BIẾN <em>LUẬT BẢO VỆ BÍ</em> <strong>MẬT</strong> NHÀ NƯỚC</h2>",
        "<ul><li>Tuyệt mật: 30 năm</li><li>Tối mật: 20 năm</li></ul>",
    ],
)
def test_emphasis_inside_a_sentence_makes_no_stamp(html: str) -> None:
    assert stamped(texts_of("Tin", "Tóm tắt", html)) is None


def test_categories_authors_and_captions_are_looked_at_too() -> None:
    assert stamped(texts_of("Tin", "", "", ["Thời sự", "TỐI MẬT"]))


def test_the_refusal_repeats_nothing_of_the_text() -> None:
    finding = stamped(["MẬT - Tờ trình về ông Nguyễn Văn A"])
    assert finding
    assert "Nguyễn" not in finding.say.vi + finding.say.en
    assert "Điều 13 khoản 2" in finding.say.vi
    assert "Điều 13(2)" in finding.say.en


def test_broken_html_does_not_hide_a_stamp() -> None:
    assert stamped(texts_of("", "", "<p>Nội dung<p>MẬT<td></p>\x00"))
