"""Why YouTube could not work on a video, or turned it down, is told to a person in both languages."""

from __future__ import annotations

import json

import pytest
from googleapiclient.discovery_cache import get_static_doc

from channels.channel import Remote
from channels.youtube.verdicts import FAILURES, REJECTIONS, UNNAMED
from channels.youtube.verdicts import told as told_of
from tests.channels.youtube.conftest import KEY, Bench, film_of_parts, told


@pytest.mark.parametrize("verb", ["fail:codec", "fail:conversion", "reject:copyright", "reject:length", "reject:legal"])
def test_a_verdict_refuses_the_video_and_says_why(bench: Bench, verb: str) -> None:
    receipt = bench.adapter.publish(told(film_of_parts(1)), KEY, bench.access)
    bench.order("videos.list", verb)
    seen = bench.adapter.status(receipt, bench.access)
    reason = verb.partition(":")[2]
    assert seen.state is Remote.REFUSED
    assert seen.evidence["reason"] == reason
    assert seen.todo == told_of(reason)
    assert seen.todo != UNNAMED


def test_every_reason_of_the_reference_has_its_sentence() -> None:
    schemas = json.loads(get_static_doc("youtube", "v3"))["schemas"]
    status, processing = schemas["VideoStatus"]["properties"], schemas["VideoProcessingDetails"]["properties"]
    assert set(status["failureReason"]["enum"]) <= set(FAILURES)
    assert set(processing["processingFailureReason"]["enum"]) <= set(FAILURES)
    assert set(status["rejectionReason"]["enum"]) == set(REJECTIONS)
    sentences = [*FAILURES.values(), *REJECTIONS.values()]
    assert all(sentence.vi and sentence.en for sentence in sentences)
    assert len({sentence.vi for sentence in sentences}) == len(sentences)


def test_a_reason_that_is_new_to_us_is_still_told() -> None:
    assert told_of("neverHeardOf") == UNNAMED


def test_a_video_found_rejected_is_found_with_its_reason(bench: Bench) -> None:
    receipt = bench.adapter.publish(told(film_of_parts(1)), KEY, bench.access)
    bench.order("videos.list", "reject:claim")
    found = bench.adapter.find(KEY, told(film_of_parts(1)), bench.access.now(), bench.access)
    assert getattr(found, "remote_id", "") == receipt.remote_id
    assert getattr(found, "state", None) is Remote.REFUSED
    assert getattr(found, "todo", None) == told_of("claim")
