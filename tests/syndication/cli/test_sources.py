"""Sources at the keyboard: every one is answered, whatever is wrong with it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from syndication.sources.models import Source
from tests.support.desk import done, say
from tests.support.portal import Article, Portal

pytestmark = pytest.mark.django_db


def test_every_input_is_answered_in_order_whatever_is_wrong_with_each(tmp_path: Path) -> None:
    noise, large = tmp_path / "noise.bin", tmp_path / "large.xml"
    noise.write_bytes(bytes(range(256)))
    with large.open("wb") as file:
        file.truncate(20 * 1024 * 1024)
    with Portal() as portal:
        portal.articles = [Article(1, guid="moha-1")]
        inputs = [
            *("http://[", "", f"{portal.url}/rss", "http://a:port/", "http://cdn..example/", "ftp://a.example/"),
            *(
                "http://10.0.0.1/rss",
                f"{portal.url}/nothing",
                str(noise),
                str(large),
                str(tmp_path),
                "/no/such",
                "a\udcff",
            ),
        ]
        said = done("source", "try", *inputs, "--json")
    answers = said.json
    assert [one["input"] for one in answers] == inputs
    sound = answers.pop(2)
    assert (sound["entries"], sound["error"]) == (1, None)
    assert all(one["error"] and one["entries"] is None and "\n" not in one["error"] for one in answers)
    assert "Traceback" not in said.err


def test_an_input_that_meets_a_fault_of_ours_does_not_silence_the_others(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from syndication.cli import trying

    file = tmp_path / "a.xml"
    file.write_text("<rss/>")

    def fails(*_words: Any) -> None:
        raise RecursionError("too deep")

    monkeypatch.setattr(trying, "parse", fails)
    answers = done("source", "try", str(file), "/no/such", "--json").json
    assert [one["error"] for one in answers] == [
        "It cannot be read because of a fault of ours.",
        "The file cannot be read: No such file or directory.",
    ]


@pytest.mark.parametrize("url", ["http://[", "http://a:port/rss", "http://cdn..example/rss"])
def test_a_source_whose_address_has_gone_bad_does_not_silence_the_others(url: str) -> None:
    with Portal() as portal:
        portal.articles = [Article(1, guid="moha-1")]
        Source.objects.create(name="bad", url=url, canonical_host="a")
        done("source", "add", "good", f"{portal.url}/rss", "--no-baseline")
        bad, good = done("source", "pull", "--json").json
    assert (bad["source"], bad["new"]) == ("bad", 0)
    assert bad["error"]
    assert (good["source"], good["new"], good["error"]) == ("good", 1, None)


def test_a_picture_with_a_malformed_address_costs_the_picture_and_not_the_item() -> None:
    with Portal() as portal:
        portal.articles = [Article(1, guid="moha-1", pictures=("http://cdn..example/x.jpg", "http://[/y.jpg"))]
        done("source", "add", "good", f"{portal.url}/rss", "--no-baseline")
        (pulled,) = done("source", "pull", "--json").json
    assert (pulled["new"], pulled["error"]) == (1, None)


def test_the_address_of_a_page_shows_what_its_feed_gives_and_names_it() -> None:
    head = '<link rel="alternate" type="application/rss+xml" href="/rss">'
    with Portal([Article(1)]) as portal:
        portal.files["/tin"] = f"<!DOCTYPE html><html><head>{head}</head></html>".encode(), "text/html"
        portal.files["/trang"] = b"<!DOCTYPE html><html></html>", "text/html"
        found, none = done("source", "try", f"{portal.url}/tin", f"{portal.url}/trang", "--json").json
        assert (found["kind"], found["entries"], found["error"]) == ("rss", 1, None)
        assert f"found on it: {portal.url}/rss" in found["findings"][0]
        assert "web page" in none["error"]
        done("source", "add", "cong", f"{portal.url}/tin")
        portal.headers = {"Link": "<https://hub.example/>; rel=hub"}
        assert f"cong: its address is now {portal.url}/rss" in done("source", "pull").out
        (told,) = done("source", "list", "--json").json
        assert told["found_on"] == f"{portal.url}/tin"
        assert (told["hub"]["address"], told["hub"]["state"]) == ("https://hub.example/", "asked")
        assert "secret" not in told["hub"]


def test_a_source_is_changed_paused_and_resumed_and_remembers_where_it_was() -> None:
    done("source", "add", "tin", "https://moha.gov.vn/rss", "--category", "tin-tuc")
    done("source", "set", "tin", "--url", "https://moha.gov.vn/rss/moi", "--every", "2m", "--category", "su-kien")
    done("source", "pause", "tin")
    (row,) = done("source", "list", "--json").json
    assert (row["url"], row["before"]) == ("https://moha.gov.vn/rss/moi", ["https://moha.gov.vn/rss"])
    assert (row["every"], row["category"], row["language"]) == (120, "su-kien", "vi")
    assert (row["paused"], row["stopped"], row["next_pull_at"]) == (True, False, None)
    done("source", "resume", "tin")
    assert done("source", "list", "--json").json[0]["paused"] is False


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["set", "tin", "--url", "ftp://a.example/"], "not an http or https address"),
        (["set", "tin", "--every", "1s"], "every 5 seconds at most"),
        (["set", "tin", "--language", "fr"], "vi or en"),
        (["set", "tin", "--canonical-host", "a b"], "not the name of a host"),
        (["set", "khac"], "khac"),
        (["pause", "khac"], "khac"),
        (["resume", "khac"], "khac"),
    ],
)
def test_a_change_that_cannot_be_is_refused_with_its_reason_and_changes_nothing(words: list[str], why: str) -> None:
    done("source", "add", "tin", "https://moha.gov.vn/rss")
    before = done("source", "list", "--json").json
    said = say("source", *words)
    assert said.code != 0
    assert why in said.err
    assert done("source", "list", "--json").json == before
