from __future__ import annotations

import gzip
import os
from pathlib import Path
from typing import Any

import brotli
import pytest

from scheduler.models import Account
from syndication.feeds import build, mirror
from syndication.feeds.models import FeedFile
from tests.support.ledger import live, story_of


@pytest.fixture
def root(tmp_path: Path, settings: Any) -> Path:
    """An empty folder for the files."""
    settings.SYNDICATION_FEEDS_DIR = str(tmp_path / "www" / "feeds")
    return tmp_path / "www" / "feeds"


def same(root: Path) -> None:
    """The folder holds what the database does, and nothing else."""
    there = {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()} - {mirror.LOCK}
    files = list(FeedFile.objects.all())
    assert there == {f"{file.path}{suffix}" for file in files for suffix in ("", ".gz", ".br")}
    for file in files:
        place = root / file.path
        assert place.read_bytes() == file.body
        assert gzip.decompress(Path(f"{place}.gz").read_bytes()) == file.body
        assert brotli.decompress(Path(f"{place}.br").read_bytes()) == file.body
        assert {int(Path(f"{place}{suffix}").stat().st_mtime) for suffix in ("", ".gz", ".br")} == {
            int(file.modified.timestamp())
        }


@pytest.fixture
def built(english: Account, root: Path, django_capture_on_commit_callbacks: Any) -> Path:
    """The folder after a feed was built, by the process that built it."""
    with django_capture_on_commit_callbacks(execute=True):
        live(english, story_of(1))
        build.build_all()
    return root


def test_who_builds_writes_the_files_with_their_twins_and_times(built):
    assert FeedFile.objects.count() >= 6
    same(built)


def test_a_web_server_of_another_user_can_read_them(built):
    for place in (built, *built.rglob("*")):
        wanted = 0o755 if place.is_dir() else 0o644
        assert place.name == mirror.LOCK or place.stat().st_mode & 0o777 == wanted, place


def test_catching_up_when_nothing_differs_writes_nothing(built):
    before = {path: path.stat().st_ino for path in built.rglob("*")}
    assert mirror.catch_up() == []
    assert {path: path.stat().st_ino for path in built.rglob("*")} == before


def test_what_another_machine_built_comes_to_this_disk(built, english):
    live(english, story_of(2))
    build.build_all()  # nothing is committed here, so nobody writes
    assert "english.rss" in mirror.catch_up()
    same(built)


@pytest.mark.parametrize("suffix", ["", ".gz", ".br"])
def test_a_file_that_was_cut_short_taken_away_or_changed_is_put_right(built, suffix):
    place = built / f"english.rss{suffix}"
    times = place.stat().st_mtime, place.stat().st_mtime
    place.write_bytes(b"")
    os.utime(place, times)
    assert mirror.catch_up() == ["english.rss"]
    same(built)
    place.unlink()
    assert mirror.catch_up() == ["english.rss"]
    place.write_bytes(b"x" * place.stat().st_size)
    os.utime(place, (0, 0))
    assert mirror.catch_up() == ["english.rss"]
    same(built)


def test_what_is_no_feed_any_more_is_taken_away_and_so_is_what_a_killed_writer_left(
    built, english, django_capture_on_commit_callbacks
):
    (built / ".spool-abc").write_bytes(b"half")
    (built / "english" / ".spool-def").write_bytes(b"half")
    with django_capture_on_commit_callbacks(execute=True):
        english.settings = {**english.settings, "slug": "news"}
        english.save()
    assert not (built / "english.rss").exists()
    assert not list(built.glob("english*.gz"))
    mirror.catch_up()
    same(built)
    FeedFile.objects.all().delete()
    mirror.catch_up()
    assert [path.name for path in built.iterdir()] == [mirror.LOCK]


def test_a_write_that_fails_leaves_the_old_file_and_is_met_again(built, english, monkeypatch):
    before = (built / "english.rss").read_bytes()
    live(english, story_of(2))
    build.build_all()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(mirror.os, "utime", full)
    with pytest.raises(OSError, match="No space"):
        mirror.catch_up()
    assert (built / "english.rss").read_bytes() == before
    assert not list(built.rglob(".spool-*"))
    monkeypatch.undo()
    mirror.catch_up()


def test_a_disk_that_cannot_be_written_never_keeps_a_feed_from_being_built(
    english, root, client, monkeypatch, django_capture_on_commit_callbacks
):
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(mirror, "keep", full)
    with django_capture_on_commit_callbacks(execute=True):
        live(english, story_of(3))
    assert b"Appointment no. 3" in client.get("/feeds/english.rss").content


def test_a_folder_that_holds_something_else_is_not_touched(built, root):
    (root / mirror.LOCK).unlink()
    (root / "index.html").write_text("somebody's")
    with pytest.raises(mirror.NotOurs, match="SYNDICATION_FEEDS_DIR"):
        mirror.catch_up()
    assert (root / "index.html").exists()


class Stopped(Exception):
    """The thread has had its turns."""


@pytest.fixture
def turns(monkeypatch):
    """Lets the web part's thread take its turns in the test: what is done between them, one after the other."""

    def take(*between: Any) -> None:
        doing = iter(between)

        def sleep(_: float) -> None:
            act = next(doing, None)
            if act is None:
                raise Stopped
            act()

        monkeypatch.setattr(mirror.time, "sleep", sleep)
        with pytest.raises(Stopped):
            mirror._follow(10)

    return take


def test_the_web_part_brings_what_another_machine_built_to_its_own_disk(built, english, turns, monkeypatch):
    looked: list[str] = []
    catch_up = mirror.catch_up
    monkeypatch.setattr(mirror, "catch_up", lambda: looked.append("whole") or catch_up())

    def build_elsewhere() -> None:
        live(english, story_of(2))
        build.build_all()

    def take_away_elsewhere() -> None:
        FeedFile.objects.filter(page="appointments").delete()

    (built / "english.json").unlink()
    turns(build_elsewhere, take_away_elsewhere, lambda: same(built))
    assert looked == ["whole"], "every file is looked at once, and then only what moved"


def test_the_web_part_complains_once_and_goes_on(built, turns, monkeypatch, caplog):
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    place = built / "english.rss"
    place.unlink()
    with monkeypatch.context() as broken:
        broken.setattr(mirror, "_write", full)
        turns(bool, bool, bool)
    assert caplog.text.count("No space left") == 1
    turns()
    assert place.exists()
