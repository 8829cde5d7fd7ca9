from __future__ import annotations

import gzip
from datetime import timedelta

import brotli

from syndication.feeds import build
from syndication.feeds.models import FeedFile
from syndication.feeds.twins import Twins
from tests.support.ledger import live, story_of


def test_every_file_is_kept_with_both_twins(english):
    live(english, story_of())
    build.build_all()
    for file in FeedFile.objects.all():
        assert gzip.decompress(file.gzip) == brotli.decompress(file.brotli) == bytes(file.body)


def test_bytes_that_change_twice_in_a_second_have_two_times(english):
    times = []
    for number in (1, 2, 3):
        live(english, story_of(number))
        build.build_all()
        times.append(FeedFile.objects.get(path="english.rss").modified)
    assert times[1] - times[0] >= timedelta(seconds=1)
    assert times[2] - times[1] >= timedelta(seconds=1)
    assert all(time.microsecond == 0 for time in times)


def test_nothing_is_compressed_for_bytes_that_are_kept_already(english, monkeypatch):
    live(english, story_of(1))
    build.build_all()
    before = FeedFile.objects.get(path="english.rss").modified

    def refused(body: bytes) -> Twins:
        raise AssertionError("compressed again")

    monkeypatch.setattr(build, "twins", refused)
    assert build.build_all() == []
    assert FeedFile.objects.get(path="english.rss").modified == before
