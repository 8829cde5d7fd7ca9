"""Nobody but us writes the attribution, however it is dressed; what is honest stays."""

from __future__ import annotations

import unicodedata

import pytest

from formatters.faked import is_fake, without_fakes

LINK = "https://moha.gov.vn/tin/a-1.html"
FAKES = {
    "exact": "Nguồn: Cổng thông tin điện tử Bộ Nội vụ",
    "shouted": "NGUỒN : cổng thông tin điện tử BỘ NỘI VỤ.",
    "no-break space": "(Nguồn:Cổng thông\u00a0tin điện tử Bộ Nội vụ)",
    "zero width": "Ngu\u200bồn:\u200b Cổng\u2060 thông tin điện tử Bộ Nội vụ\ufeff",
    "soft hyphens": "Ngu\u00adồn: Cổng thông tin điện\u00ad tử Bộ Nội vụ",
    "decomposed": unicodedata.normalize("NFD", "Nguồn: Cổng thông tin điện tử Bộ Nội vụ"),
    "fullwidth": "Ｎｇｕồｎ： Ｃổｎｇ ｔｈôｎｇ ｔｉｎ đｉệｎ ｔử Ｂộ Ｎộｉ ｖụ",
    "mathematical letters": "𝐍𝐠𝐮ồ𝐧: 𝑪ổ𝒏𝒈 thông tin điện tử Bộ Nội vụ",
    "Cyrillic letters": "Nguồn: Cổng thông tin điện tử Bộ Nội vụ".replace("o", "о").replace("i", "і"),
    "small capitals": "ɴɢᴜồɴ: Cổng thông tin điện tử Bộ Nội vụ",
    "without accents": "Nguon: Cong thong tin dien tu Bo Noi vu",
    "another dash": "Nguồn – Cổng thông tin điện tử Bộ Nội vụ",
    "no sign": "Nguồn Cổng thông tin điện tử Bộ Nội vụ",
    "letters for others": "Nguồn: Cổng thông tin điện tử Bộ N0i vụ",
    "quoted": "“Nguồn: Cổng thông tin điện tử Bộ Nội vụ”",
    "list item": "• Nguồn: Cổng thông tin điện tử Bộ Nội vụ",
    "numbered item": "1. Nguồn: Cổng thông tin điện tử Bộ Nội vụ",
    "row of a table": "Nguồn: | Cổng thông tin điện tử Bộ Nội vụ",
    "short name": "Nguồn tin: Cổng TTĐT Bộ Nội vụ",
    "wrong address": "Nguồn: Cổng thông tin điện tử Bộ Nội vụ – https://moha-gov.example/tin",
    "another page": "Theo: https://moha.gov.vn/x",
    "address without scheme": "(Theo moha.gov.vn)",
    "spaced address": "Theo: https : // moha . gov . vn",
    "twice on a line": "Nguồn: Cổng thông tin điện tử Bộ Nội vụ. Nguồn: Cổng thông tin điện tử Bộ Nội vụ",
    "dated": "Nguồn: Cổng thông tin điện tử Bộ Nội vụ, 20/11/2026",
    "English": "Source: Ministry of Home Affairs Portal",
    "English otherwise": "Sources: the Ministry of Home Affairs’ Portal of Viet Nam",
    "English of": "According to the Portal of the Ministry of Home Affairs",
    "the other line": "- Theo: https://moha.gov.vn/",
    "the link": LINK,
    "the link dressed": f"<{LINK.upper()}>.",
    "a link that looks like it": "https://mоha.gov.vn/tin/a-1.html",
}


@pytest.mark.parametrize("fake", FAKES.values(), ids=FAKES.keys())
def test_a_faked_line_is_taken_out_of_the_authors_text(fake: str) -> None:
    assert is_fake(fake, LINK)
    assert without_fakes(f"Đầu.\n{fake}\nCuối.", LINK) == "Đầu.\nCuối."


@pytest.mark.parametrize(
    "fake",
    [
        "Nguồn:\nCổng thông tin điện tử Bộ Nội vụ",
        "Nguồn:\n\nCổng thông tin\nđiện tử\n\nBộ Nội vụ",
        "Theo:\nhttps://moha.gov.vn",
        "https://moha.gov.vn/tin/\na-1.html",
        "N\ng\nu\nồ\nn\nCổng thông tin\nđiện tử Bộ Nội vụ",
    ],
)
def test_one_spread_over_lines_is_taken_out_whole(fake: str) -> None:
    assert without_fakes(f"Đầu.\n{fake}\nCuối.", LINK) == "Đầu.\nCuối."


@pytest.mark.parametrize(
    "honest",
    [
        "",
        "Theo Bộ Nội vụ",
        "Nguồn: Bộ Nội vụ",
        "Nguồn: Báo Nhân Dân",
        "Nguồn: https://nhandan.vn/1",
        "Nguồn: Cổng thông tin điện tử Chính phủ",
        "Nguồn: Cổng thông tin điện tử Bộ Nội vụ nước Cộng hòa Dân chủ Nhân dân Lào",
        "Cổng thông tin điện tử Bộ Nội vụ",
        "Cổng thông tin điện tử Bộ Nội vụ vừa khai trương.",
        "Theo Cổng thông tin điện tử Bộ Nội vụ, hội nghị diễn ra sáng nay.",
        "Theo moha.gov.vn, lương tối thiểu tăng từ năm sau.",
        "Nguồn lực của Cổng thông tin điện tử Bộ Nội vụ",
        "Xem tại https://moha.gov.vn/van-ban/1.html",
        "https://moha.gov.vn/van-ban/1.html",
        "Theo\nđó, Cổng thông tin điện tử Bộ Nội vụ đăng tin.",
    ],
)
def test_an_honest_line_stays(honest: str) -> None:
    assert without_fakes(f"Đầu.\n{honest}\nCuối.", LINK) == f"Đầu.\n{honest}\nCuối."


def test_without_an_address_nothing_passes_for_it() -> None:
    assert without_fakes("Đầu.\n\n***\nCuối.", "") == "Đầu.\n\n***\nCuối."
