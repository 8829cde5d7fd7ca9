"""What would take more memory or time than one source may have is refused or left out, with the reason."""

from __future__ import annotations

import pytest

from syndication.sources.parse import Unreadable, jsonfeed, tree
from tests.syndication.sources.feeds import WHOLE, only, read, rss


def test_a_feed_of_too_many_elements_is_refused_before_a_tree_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tree, "MOST_ELEMENTS", 50)
    assert read(rss(*["<title>T</title>"] * 20))
    marks = "<![CDATA[" + "<b>x</b>" * 200 + "]]>"
    assert only(rss(f"{WHOLE}<description>{marks}</description>")), "marks of HTML in a section are no elements"
    monkeypatch.setattr(tree, "_parse", lambda *_, **__: pytest.fail("a tree was made"))
    with pytest.raises(Unreadable) as caught:
        read(rss(*["<title>T</title>"] * 30))
    assert "quá nhiều phần tử" in caught.value.say.vi


def test_a_json_feed_of_too_many_values_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jsonfeed, "MOST_VALUES", 50)
    head = '{"version":"https://jsonfeed.org/version/1.1","items":['
    assert read(head + ",".join(['{"id":"a"}'] * 40) + "]}")
    for many in ('{"id":"a"}', "[]", "1"):
        with pytest.raises(Unreadable) as caught:
            read(head + ",".join([many] * 300) + "]}")
        assert "quá nhiều phần tử" in caught.value.say.vi


def test_namespaces_that_nobody_uses_are_passed_over_and_too_many_used_ones_refused() -> None:
    spaces = " ".join(f'xmlns:n{number}="urn:{number}"' for number in range(500))
    document = rss(WHOLE).replace("<rss ", f"<rss {spaces} ")
    assert only(document).title == "Hội nghị tổng kết"
    used = "".join(f"<n{number}:x/>" for number in range(500))
    with pytest.raises(Unreadable) as caught:
        read(document.replace("</channel>", f"{used}</channel>"))
    assert "không gian tên" in caught.value.say.vi


@pytest.mark.parametrize("element", ["title", "guid"])
def test_a_name_that_is_none_leaves_its_item_out(element: str) -> None:
    parsed = read(rss(f"<{element}>{'x' * 200_000}</{element}>", WHOLE))
    assert [entry.title for entry in parsed.entries] == ["Hội nghị tổng kết"]
    assert "Item 1" in parsed.findings[0].en


def test_entities_of_its_own_are_said() -> None:
    parsed = read('<!DOCTYPE rss [<!ENTITY a "x">]>' + rss(WHOLE))
    assert "ENTITY" in parsed.findings[0].vi
    assert not read('<!DOCTYPE rss SYSTEM "http://my.netscape.com/rss.dtd">' + rss(WHOLE)).findings
    assert not read(rss(WHOLE + "<description>&lt;!ENTITY</description>")).findings
