"""What Meta tells of a video, read in every form in which it may come."""

from __future__ import annotations

from typing import Any

import pytest

from channels.facebook.standing import Standing, post_of, shown_by, standing, why_failed


def phases(up: str, made: str, out: str, **more: Any) -> dict[str, Any]:
    names = zip(("uploading_phase", "processing_phase", "publishing_phase"), (up, made, out), strict=True)
    return {**{name: {"status": status} for name, status in names if status}, **more}


@pytest.mark.parametrize(
    ("video", "stands"),
    [
        ({}, Standing.READY),
        ({"status": {"video_status": "ready"}}, Standing.READY),
        ({"status": "ready"}, Standing.READY),
        ({"status": {"video_status": "READY"}, "published": "true"}, Standing.READY),
        ({"status": {"video_status": "ready"}, "published": False}, Standing.UNSEEN),
        ({"status": {"video_status": "processing"}}, Standing.PROCESSING),
        ({"status": {"video_status": "processing"}, "published": False}, Standing.UNSEEN),
        ({"status": {"video_status": "upload_complete"}, "published": False}, Standing.UNFINISHED),
        ({"status": {"video_status": "upload_complete"}, "published": True}, Standing.PROCESSING),
        ({"status": {"video_status": "uploading"}}, Standing.UNFINISHED),
        ({"status": {"video_status": "expired"}}, Standing.UNFINISHED),
        ({"status": {"video_status": "error"}, "published": False}, Standing.FAILED),
        ({"status": {"video_status": "upload_failed"}}, Standing.FAILED),
        ({"status": phases("completed", "completed", "completed")}, Standing.READY),
        ({"status": phases("complete", "complete", "complete", video_status="ready")}, Standing.READY),
        ({"status": phases("complete", "in_progress", "not_started")}, Standing.PROCESSING),
        ({"status": phases("complete", "complete", "in_progress", video_status="ready")}, Standing.PROCESSING),
        ({"status": phases("complete", "complete", "not_started"), "published": True}, Standing.READY),
        ({"status": phases("in_progress", "not_started", "not_started")}, Standing.UNFINISHED),
        ({"status": phases("complete", "error", "not_started", video_status="processing")}, Standing.FAILED),
    ],
)
def test_how_a_video_stands(video: dict[str, Any], stands: Standing) -> None:
    assert standing(video) is stands


@pytest.mark.parametrize(("told", "named"), [("108_7", "108_7"), ("7", "108_7"), (7, "108_7"), (None, ""), ("", "")])
def test_the_posts_id_is_named_as_posts_are_named_elsewhere(told: object, named: str) -> None:
    assert post_of({"post_id": told}, "108") == named


@pytest.mark.parametrize(
    ("attachments", "video"),
    [
        ({"data": [{"media_type": "video", "target": {"id": "9"}}]}, "9"),
        ([{"type": "video_inline", "target": {"id": 9}}], "9"),
        ({"data": [{"media_type": "photo", "target": {"id": "9"}}]}, ""),
        ({"data": [{"media_type": "video"}]}, ""),
        ({"data": ["x"]}, ""),
        (None, ""),
    ],
)
def test_which_video_a_post_shows(attachments: object, video: str) -> None:
    assert shown_by({"attachments": attachments}) == video


def test_why_it_failed_is_kept_whatever_its_form() -> None:
    assert why_failed({"status": "error"}) == []
    told = {"processing_phase": {"status": "error", "errors": [{"code": 1}]}, "publishing_phase": "x"}
    assert why_failed({"status": told}) == ["[{'code': 1}]"]
    assert why_failed({"status": {"uploading_phase": {"error": {"message": "m"}}}}) == ["{'message': 'm'}"]
