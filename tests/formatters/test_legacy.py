"""Old encodings and garbled letters are put right when that is certain, told of when it is not; right text is never touched."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formatters.legacy import Reading, is_right, read
from formatters.text import nfc
from tests.formatters.typed import garbled, in_1258, in_tcvn3, in_vni

TITLE = "Bộ Nội vụ tổ chức hội nghị trực tuyến toàn quốc"
VIETNAMESE = (
    "Bộ Nội vụ tổ chức hội nghị sơ kết công tác sắp xếp đơn vị hành chính các cấp và xây dựng mô hình chính quyền địa phương "
    "hai cấp theo Nghị định 42/2022/NĐ-CP ngày 20/11/2026 của Chính phủ về cung cấp thông tin trên môi trường mạng Nguyễn "
    "Văn Hữu Đắk Lắk TP. Hồ Chí Minh UBND bé cà là vô lý có cô giáo xã mã số đã ký XÃ MÃ “ĐÃ KÝ” – … 1.490.000 đồng"
)
RIGHT = st.lists(st.sampled_from(VIETNAMESE.split()), min_size=1, max_size=40).map(" ".join)
ABROAD = (
    "L'été dernier, où êtes-vous allés ? Très bien, là-bas, à l'hôtel, près de la forêt où l'on mangeait des crêpes.",
    "Die Größe der Straße in Köln, Düsseldorf und München für Schüler und Bürger übt Änderungen.",
    "El niño español comió piñas en Perú con mamá y papá según él. ¿Qué? ¡Sí!",
    "Não há informações às organizações; é três irmãos avô avó, São João, José Mourinho",
    "Malmö, Göteborg, Ångström, Århus, Øresund, Łódź, Dvořák, İstanbul",
    "5 µm, 3 N·m, © 2026, § 5, 20 °C ± 2, A · B · C, ½ giờ, «trích», 3×4, µ, ABC®, m²",
    "def f(x: int) -> str: return x¹ + ß if «a» else ¬b  # naïve café",
    "“XÃ ANH HÙNG” – HỌC BẠ: ĐÃ… “CÓ MÃ” SÁU; XÃ–HUYỆN, MÃ SỐ, XÃ LA, HÃY",
    "Đồng bào Ê-đê, Gia Rai ở Đắk Lắk; Bà Lê Thu Hà là cô giáo dạy bé Tí ở Cà Mau, vô nhà ông",
)


@pytest.mark.parametrize(
    ("typed", "charset"),
    [(in_tcvn3, "TCVN3"), (in_vni, "VNI"), (lambda text: in_1258(text).decode("cp1252"), "windows-1258")],
)
def test_a_title_in_an_old_encoding_is_converted_and_a_person_hears_of_it(
    typed: Callable[[str], str], charset: str
) -> None:
    reading = read([typed(TITLE)])
    assert reading.texts == (TITLE,)
    assert charset in reading.charset
    assert [charset in finding.vi and charset in finding.en for finding in reading.findings] == [True]


@pytest.mark.parametrize("times", [1, 2, 3])
def test_letters_garbled_once_or_more_often_are_restored_and_a_person_hears_of_it(times: int) -> None:
    reading = read([garbled(TITLE, times), garbled("“Đẩy mạnh” – cải cách…", times)])
    assert reading.texts == (TITLE, "“Đẩy mạnh” – cải cách…")
    assert [finding.en.split(" ")[0] for finding in reading.findings] == ["Letters"]


def test_what_was_garbled_after_it_was_typed_in_an_old_encoding_is_put_right_too() -> None:
    assert read([garbled(in_tcvn3(TITLE))]).texts == (TITLE,)


def test_a_short_text_is_told_by_the_long_one_beside_it() -> None:
    assert read([in_tcvn3(TITLE), in_tcvn3("vụ")]).texts == (TITLE, "vụ")
    assert read(["vô"]).texts == ("vô",)


def test_what_stands_in_unicode_beside_it_stays() -> None:
    beside = "Theo Nghị định của Chính phủ, bé vô nhà."
    assert read([beside, in_tcvn3(TITLE), "vô", beside]).texts == (beside, TITLE, "vụ", beside)


@pytest.mark.parametrize(
    "text",
    [
        "Th«ng b¸o",
        f"Sở Nội vụ tỉnh dẫn lời: “{in_tcvn3(TITLE)}” như đã đăng trong văn bản của Bộ Nội vụ gửi các tỉnh ủy",
    ],
)
def test_what_is_not_certain_stays_and_a_person_hears_why(text: str) -> None:
    reading = read([text])
    assert reading.texts == (text,)
    assert ["TCVN" in finding.vi and "not certain" in finding.en for finding in reading.findings] == [True]


def test_a_single_garbled_word_of_another_language_stays_and_a_person_hears_why() -> None:
    reading = read(["The cafÃ© is open"])
    assert reading.texts == ("The cafÃ© is open",)
    assert "not certain" in reading.findings[0].en


@pytest.mark.parametrize("text", ABROAD)
def test_other_languages_code_units_and_shouting_stay_and_nobody_is_troubled(text: str) -> None:
    for told in (text, text.upper(), text.lower()):
        assert read([nfc(told)]).texts == (nfc(told),)
        assert not read([nfc(told)]).findings


@settings(max_examples=60, deadline=None)
@given(RIGHT)
def test_text_that_is_right_is_never_touched(text: str) -> None:
    for told in (text, text.upper(), text.title()):
        reading = read([told])
        assert reading.texts == (told,)
        assert not reading.findings


@settings(max_examples=60, deadline=None)
@given(RIGHT, st.sampled_from([in_vni, in_tcvn3, garbled, lambda text: garbled(text, 2)]))
def test_what_was_put_right_is_what_was_meant_and_stays_so(text: str, typed: Callable[[str], str]) -> None:
    text = f"{TITLE}. {text}"
    once = read([typed(text)])
    assert once.texts[0].casefold() == text.casefold()  # a font's capitals cannot always be told
    assert read(once.texts).texts == once.texts


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(st.characters(codec="cp1252"), max_size=40), max_size=4))
def test_reading_again_changes_nothing_whatever_came(texts: list[str]) -> None:
    once = read(texts)
    assert read(once.texts).texts == once.texts


SCRAPS = st.lists(
    st.sampled_from(
        [*VIETNAMESE.split(), *(word for text in ABROAD for word in text.split()), "<p>", "</p>Bộ", "\n", "\u00a0", "Ã"]
    )
    | st.sampled_from([made for word in VIETNAMESE.split() for made in (in_tcvn3(word), in_vni(word), garbled(word))])
    | st.text(alphabet="aÃ¡\u0085\u00a0º»«á¸µ ", max_size=6),
    max_size=12,
).map(" ".join)


@settings(max_examples=400, deadline=None)
@given(st.lists(SCRAPS, min_size=1, max_size=4))
def test_texts_that_are_right_at_a_glance_are_those_in_which_nothing_would_be_found(texts: list[str]) -> None:
    if is_right(texts):
        assert read(texts) == Reading(tuple(texts))


@pytest.mark.parametrize("text", [VIETNAMESE.replace("”", '"'), TITLE, "Plain English, nothing else.", ""])
def test_right_vietnamese_is_right_at_a_glance(text: str) -> None:
    assert is_right([text])
    assert is_right([text]), "asked again, from memory"


@pytest.mark.parametrize("typed", [in_tcvn3, in_vni, garbled])
def test_what_is_not_is_looked_at_every_time(typed: Callable[[str], str]) -> None:
    assert not is_right([TITLE, typed(TITLE)])
    assert not is_right([typed(TITLE)])
