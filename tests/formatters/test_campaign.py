"""Campaign parameters go on a further link; they change nothing else of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formatters.campaign import campaign, with_campaign

UTM = (("utm_source", "facebook"), ("utm_campaign", "cải cách"))


@pytest.mark.parametrize(
    ("link", "told"),
    [
        ("https://moha.gov.vn/a", "https://moha.gov.vn/a?utm_source=facebook&utm_campaign=c%E1%BA%A3i%20c%C3%A1ch"),
        (
            "https://moha.gov.vn/a?b=%20c&d",
            "https://moha.gov.vn/a?b=%20c&d&utm_source=facebook&utm_campaign=c%E1%BA%A3i%20c%C3%A1ch",
        ),
        (
            "https://moha.gov.vn/a?utm_source=x#y",
            "https://moha.gov.vn/a?utm_source=facebook&utm_campaign=c%E1%BA%A3i%20c%C3%A1ch#y",
        ),
        ("", ""),
    ],
)
def test_parameters_stand_at_the_end_of_the_query(link: str, told: str) -> None:
    assert with_campaign(link, UTM) == told
    assert with_campaign(told, UTM) == told
    assert with_campaign(link, ()) == link


def test_a_setting_is_read_in_its_order() -> None:
    assert campaign("utm_source=facebook&utm_campaign=c%E1%BA%A3i%20c%C3%A1ch") == UTM
    assert campaign("?utm_source=a") == (("utm_source", "a"),)
    assert campaign("  ") == ()


@pytest.mark.parametrize(
    "text", ["utm_source", "a=1&a=2", "a=", "=1", "a=1&&b", "&".join(f"a{n}=1" for n in range(11))]
)
def test_a_setting_that_is_no_list_of_parameters_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="campaign parameter"):
        campaign(text)


@given(
    st.lists(
        st.tuples(st.text("aé &=#?", min_size=1, max_size=4), st.text("aé &=#?", min_size=1, max_size=4)), max_size=4
    )
)
def test_adding_them_again_changes_nothing(parameters: list[tuple[str, str]]) -> None:
    told = tuple(dict(parameters).items())
    once = with_campaign("https://moha.gov.vn/a?b=1#c", told)
    assert with_campaign(once, told) == once
    assert once.endswith("#c")
