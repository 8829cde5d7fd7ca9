"""Strangers' films are read in a process apart, which may break, hang and ask for too much without harm to us."""

from __future__ import annotations

import subprocess
import sys

import pytest

from formatters.films.words import DAMAGED, TOO_HARD, UnusableFilm
from scheduler import blobs
from syndication.desk.films import apart
from tests.support.films import film

pytestmark = pytest.mark.usefixtures("apart_indeed")


def test_a_process_that_breaks_or_does_not_end_is_a_finding_and_never_a_crash(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    whole = subprocess.Popen

    def instead(code: str) -> None:
        def start(command: list[str], **words: object) -> subprocess.Popen[bytes]:
            return whole([sys.executable, "-c", code], **words)  # type: ignore[call-overload,no-any-return]

        monkeypatch.setattr(subprocess, "Popen", start)

    for code in ("import os; os.abort()", "import time; time.sleep(60)", "raise MemoryError"):
        instead(code)
        with pytest.raises(UnusableFilm) as caught:
            apart.ask("look", {"place": "x", "mime": "video/mp4"}, seconds=0.5)
        assert caught.value.why == TOO_HARD
    instead("import time; time.sleep(60)")
    with pytest.raises(apart.Interrupted):
        apart.ask("look", {"place": "x", "mime": "video/mp4"}, seconds=30, may_go_on=lambda: False)


def test_what_a_film_takes_of_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    digest = blobs.keep(film(size=(1920, 1088), audio="", pictures=2))
    asked = {"place": str(blobs.place(digest)), "mime": "video/mp4"}
    assert apart.ask("look", asked, seconds=30)["facts"]["width"] == 1920
    monkeypatch.setitem(apart.MEMORY, "look", 150 * 1024 * 1024)
    with pytest.raises(UnusableFilm):
        apart.ask("look", asked, seconds=30)


def test_the_process_is_told_none_of_our_secrets_and_ends_with_whoever_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SYNDICATION_SECRET_KEYS", "bí mật")
    seen: dict[str, object] = {}
    whole = subprocess.Popen

    def watched(command: list[str], **words: object) -> subprocess.Popen[bytes]:
        seen.update(words)
        seen["command"] = command
        return whole(command, **words)  # type: ignore[call-overload,no-any-return]

    monkeypatch.setattr(subprocess, "Popen", watched)
    apart.ask("look", {"place": str(blobs.place(blobs.keep(film()))), "mime": "video/mp4"}, seconds=30)
    assert "SYNDICATION_SECRET_KEYS" not in seen["env"]  # type: ignore[operator]
    orphan = whole(seen["command"], stdin=subprocess.DEVNULL, env=seen["env"], stdout=subprocess.DEVNULL)  # type: ignore[call-overload]
    assert orphan.wait(20) == 1, "its standard input is at its end: nobody waits"


def test_a_reason_comes_back_as_it_was_given() -> None:
    with pytest.raises(UnusableFilm) as caught:
        apart.ask("look", {"place": str(blobs.place(blobs.keep(b"no film"))), "mime": "video/mp4"}, seconds=30)
    assert caught.value.why == DAMAGED


def test_what_was_found_stays_found_when_the_process_does_not_end(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = subprocess.Popen

    def slow(command: list[str], **words: object) -> subprocess.Popen[bytes]:
        code = 'import time; print(\'{"facts": 1}\\n{"poster": \', end="", flush=True); time.sleep(60)'
        return whole([sys.executable, "-c", code], **words)  # type: ignore[call-overload,no-any-return]

    monkeypatch.setattr(subprocess, "Popen", slow)
    assert apart.ask("look", {"place": "x", "mime": "video/mp4"}, seconds=2) == {"facts": 1}
