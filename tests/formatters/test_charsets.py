"""The old encodings give every letter of the alphabet back."""

from __future__ import annotations

import pytest

from formatters.charsets import TCVN3, VNI, WINDOWS_1258
from tests.formatters.typed import in_1258, in_tcvn3, in_vni

SMALL = "ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ"


def test_every_letter_comes_back_from_every_encoding() -> None:
    apart = " ".join(SMALL)
    assert TCVN3.read(in_tcvn3(apart)) == apart != in_tcvn3(apart)
    for text in (apart, apart.upper()):
        assert VNI.read(in_vni(text)) == text != in_vni(text)
        assert WINDOWS_1258.read(in_1258(text).decode("cp1252")) == text


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Bé Néi vô tæ chøc héi nghÞ", "Bộ Nội vụ tổ chức hội nghị"),
        ("CéNG HOµ X· HéI CHñ NGHÜA VIÖT NAM", "CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        ("§éc lËp - Tù do - H¹nh phóc", "Độc lập - Tự do - Hạnh phúc"),
        ("cña Cæng TT§T Bé", "của Cổng TTĐT Bộ"),
        ("xong viÖc. ñy ban häp", "xong việc. Ủy ban họp"),
    ],
)
def test_tcvn3_is_read_and_its_capitals_are_told_by_their_neighbours(typed: str, meant: str) -> None:
    assert TCVN3.read(typed) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Boä Noäi vuï toå chöùc hoäi nghò", "Bộ Nội vụ tổ chức hội nghị"),
        ("COÄNG HOØA XAÕ HOÄI CHUÛ NGHÓA VIEÄT NAM", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        ("Ñoäc laäp - Töï do - Haïnh phuùc", "Độc lập - Tự do - Hạnh phúc"),
        ("nhöõng ngöôøi kyõ sö ôû Myõ Ñình", "những người kỹ sư ở Mỹ Đình"),
    ],
)
def test_vni_is_read(typed: str, meant: str) -> None:
    assert VNI.read(typed) == meant
