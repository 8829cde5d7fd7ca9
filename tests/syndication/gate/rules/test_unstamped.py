"""The quick answer is never wrong about a stamp, and is quick about most of what is published."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from formatters.html import sanitise
from syndication.gate.rules.secrecy import stamped, texts_of
from syndication.gate.rules.unstamped import unstamped
from tests.formatters.typed import in_tcvn3, in_vni
from tests.syndication.gate.rules.test_secrecy import STAMPS

PIECES = st.sampled_from(
    [
        *("M", "Ậ", "T", "m", "ậ", "t", "MẬT", "mật", "Ạ\u0302", "A\u0323\u0302", "Â\u0323", "Ë", "ë", "aä", "âò", "À", "á"),
        *(" ", ".", "-", "_", "\n", "\u00a0", "\u200b", "\u00ad", "(", ")", "[", "]", ":", "&nbsp;", "&amp;", "&gt;", "Ｍ", "М"),
        *("TỐI ", "Độ ", "Tin", "<p>", "</p>", "<b>", "</b>", "<br>", "<td>", '<img alt="Ậ" src="https://a.example/>M">'),
        *('<a href="https://a.example/?a>b=Ậ">', "</a>", "<li>", "™", "\u2028"),
    ]
)  # fmt: skip
TEXTS = st.lists(PIECES, max_size=9).map("".join)


@settings(max_examples=500)
@given(title=TEXTS, summary=TEXTS, body=TEXTS, extra=st.lists(TEXTS, max_size=1))
@example(title="", summary="", body="<p>M</p><p>Ậ</p><p>T</p>", extra=[])
@example(title="", summary="", body='<p>M</p><img alt="Ậ" src="https://a.example/a.jpg"><p>T</p>', extra=[])
@example(title="M", summary="Ậ", body="", extra=["T"])
@example(title="", summary="", body='M<a href="https://a.example/?a>b=Ậ">Ậ</a>T', extra=[])
def test_what_is_called_unstamped_bears_no_stamp(title: str, summary: str, body: str, extra: list[str]) -> None:
    html = sanitise(body, "https://a.example/")
    if unstamped(title, summary, html, extra):
        assert stamped(texts_of(title, summary, html, extra)) is None


@pytest.mark.parametrize("stamp", [*STAMPS, *map(in_tcvn3, ("MẬT", "TỐI MẬT", "Độ mật: Mật")), in_vni("TUYỆT MẬT")])
def test_no_stamp_is_called_unstamped_wherever_it_stands(stamp: str) -> None:
    assert not unstamped(stamp, "", "")
    assert not unstamped("", stamp, "")
    assert not unstamped("", "", sanitise(f"<p>Tin</p><p>{stamp}</p>", "https://a.example/"))
    assert not unstamped("", "", "", [stamp])


def test_an_ordinary_item_is_cleared_at_once() -> None:
    html = '<p>Sáng 23/11, Bộ Nội vụ “tập huấn” – xem <a href="https://moha.gov.vn/a">tại đây</a>…</p><p>Hết&nbsp;</p>'
    assert unstamped("Bộ Nội vụ tổ chức hội nghị", "Sáng 23/11, một mạch", html, ["Lan"])
