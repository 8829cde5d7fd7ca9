"""What the stand-in accepts of a video's words, what it refuses by which reason, and what it frowns at."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Any

import pytest

from channels.youtube.sandbox.rules import tags_length
from tests.channels.youtube.caller import SNIPPET, STATUS, Caller, calling, reason


@pytest.fixture(scope="module")
def running() -> Iterator[Caller]:
    with calling() as caller:
        yield caller


@pytest.fixture
def caller(running: Caller) -> Caller:
    running.platform.frowns.clear()
    return running


@pytest.mark.parametrize(
    "change",
    [
        {"title": "x" * 100},
        {"title": "ộ" * 100},
        {"description": "x" * 5000},
        {"description": "đ" * 2500},
        {"description": None},
        {"tags": ["x" * 500]},
        {"tags": ["x" * 249, "y" * 250]},
        {"tags": ["x y" + "z" * 495]},
        {"tags": []},
        {"categoryId": "27"},
        {"defaultAudioLanguage": "vi-VN"},
    ],
)
def test_words_within_their_limits_are_accepted(caller: Caller, change: dict[str, Any]) -> None:
    words = {name: value for name, value in {**SNIPPET, **change}.items() if value is not None}
    assert caller.start(5, snippet=words).status_code == 200


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"title": "x" * 101}, "invalidTitle"),
        ({"title": "😀" * 51}, "invalidTitle"),  # 51 letters, 102 UTF-16 units: the careful count
        ({"title": ""}, "invalidTitle"),
        ({"title": "  "}, "invalidTitle"),
        ({"title": None}, "invalidTitle"),
        ({"title": "a < b"}, "invalidTitle"),
        ({"title": "a > b"}, "invalidTitle"),
        ({"description": "x" * 5001}, "invalidDescription"),
        ({"description": "đ" * 2500 + "x"}, "invalidDescription"),
        ({"description": "<p>"}, "invalidDescription"),
        ({"tags": ["x" * 501]}, "invalidTags"),
        ({"tags": ["x" * 250, "y" * 250]}, "invalidTags"),  # the comma
        ({"tags": ["x y" + "z" * 496]}, "invalidTags"),  # the quotes
        ({"tags": ["a<b"]}, "invalidTags"),
        ({"tags": [""]}, "invalidTags"),
        ({"tags": "một"}, "invalidTags"),
        ({"categoryId": None}, "invalidVideoMetadata"),
        ({"categoryId": "999"}, "invalidCategoryId"),
        ({"categoryId": "18"}, "invalidCategoryId"),
        ({"defaultLanguage": "tiếng Việt"}, "invalidVideoMetadata"),
    ],
)
def test_words_beyond_their_limits_are_refused_by_name(caller: Caller, change: dict[str, Any], expected: str) -> None:
    words = {name: value for name, value in {**SNIPPET, **change}.items() if value is not None}
    assert reason(caller.start(5, snippet=words)) == (400, expected)


@pytest.mark.parametrize(
    ("tags", "length"),
    [(["Foo-Baz"], 7), (["Foo Baz"], 9), (["Bộ Nội vụ", "cải cách hành chính"], 33), ([], 0)],
)
def test_tags_are_counted_with_their_commas_and_quotes(tags: list[str], length: int) -> None:
    assert tags_length(tags) == length


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ({"privacyStatus": "secret"}, "invalidVideoMetadata"),
        ({"license": "mine"}, "invalidVideoMetadata"),
        ({"containsSyntheticMedia": "yes"}, "invalid"),
        ({"privacyStatus": "public", "publishAt": "2026-12-01T08:00:00Z"}, "invalidPublishAt"),
        ({"privacyStatus": "unlisted", "publishAt": "2026-12-01T08:00:00Z"}, "invalidPublishAt"),
        ({"privacyStatus": None, "publishAt": "2026-12-01T08:00:00Z"}, "invalidPublishAt"),
        ({"publishAt": "tomorrow"}, "invalidPublishAt"),
        ({"publishAt": "2026-12-01T08:00:00"}, "invalidPublishAt"),  # where?
        ({"publishAt": "2026-12-01"}, "invalidPublishAt"),
    ],
)
def test_a_status_that_makes_no_sense_is_refused(caller: Caller, status: dict[str, Any], expected: str) -> None:
    assert reason(caller.start(5, status={**STATUS, **status})) == (400, expected)


@pytest.mark.parametrize(
    ("snippet", "localizations", "expected"),
    [
        ({}, {"en": {"title": "Conference", "description": "…"}}, ""),
        ({"defaultLanguage": None}, {"en": {"title": "Conference"}}, "defaultLanguageNotSet"),
        ({}, {"en": {"title": ""}}, "invalidVideoMetadata"),
        ({}, {"en": {"title": " ", "description": "…"}}, "invalidVideoMetadata"),
        ({}, {"en": {"description": "…"}}, "invalidVideoMetadata"),
        ({}, {"en": "Conference"}, "invalidVideoMetadata"),
        ({}, {"tiếng Anh": {"title": "Conference"}}, "invalidVideoMetadata"),
        ({}, {"en": {"title": "x" * 101}}, "invalidTitle"),
        ({}, {"en": {"title": "Conference", "description": "x" * 5001}}, "invalidDescription"),
    ],
)
def test_localised_words_need_a_title_and_the_language_of_the_originals(
    caller: Caller, snippet: dict[str, Any], localizations: dict[str, Any], expected: str
) -> None:
    words = {name: value for name, value in {**SNIPPET, **snippet}.items() if value is not None}
    reply = caller.start(5, snippet=words, more={"localizations": localizations})
    assert reply.status_code == 200 if not expected else reason(reply) == (400, expected)


def test_a_date_of_recording_is_a_date(caller: Caller) -> None:
    assert reason(caller.start(5, more={"recordingDetails": {"recordingDate": "hôm qua"}})) == (
        400,
        "invalidRecordingDetails",
    )
    assert caller.start(5, more={"recordingDetails": {"recordingDate": "2026-11-17T00:00:00Z"}}).status_code == 200


def test_a_part_that_is_no_object_is_refused(caller: Caller) -> None:
    assert reason(caller.start(5, status="private")) == (400, "invalid")


@pytest.mark.parametrize(
    ("snippet", "status", "expected"),
    [
        ({}, {}, ""),
        ({}, {"privacyStatus": None}, "without privacyStatus, so it is public now"),
        ({}, {"selfDeclaredMadeForKids": None}, "without selfDeclaredMadeForKids"),
        ({"title": unicodedata.normalize("NFD", "Hội nghị")}, {}, "the title is not in Unicode's composed form"),
        ({"tags": ["một, hai"]}, {}, "a tag holds a comma"),
        ({"tags": ["một", "một"]}, {}, "a tag was given twice"),
        ({"colour": "red"}, {}, "a snippet has no field colour"),
        ({}, {"publishAt": "2020-01-01T00:00:00Z"}, "a publishAt in the past"),
    ],
)
def test_what_a_careful_reviewer_frowns_at(
    caller: Caller, snippet: dict[str, Any], status: dict[str, Any], expected: str
) -> None:
    left = {name: value for name, value in {**STATUS, **status}.items() if value is not None}
    caller.publish(str((snippet, status)).encode(), snippet={**SNIPPET, **snippet}, status=left)
    assert len(caller.platform.frowns) == bool(expected)
    assert all(expected in frown for frown in caller.platform.frowns)


def test_a_part_that_is_sent_and_not_named_is_ignored_and_frowned_at(caller: Caller) -> None:
    headers = {"X_Upload_Content_Type": "video/mp4", "X_Upload_Content_Length": "7"}
    path = "/upload/youtube/v3/videos?uploadType=resumable&part=snippet"
    started = caller.call("POST", path, {"snippet": SNIPPET, "status": STATUS}, **headers)
    assert caller.send(started.headers["Location"], b"unnamed").status_code == 201
    assert caller.platform.objects()[-1]["privacy"] == "public"
    assert "which `part` does not name" in caller.platform.frowns[0]
