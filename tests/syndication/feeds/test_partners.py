from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone

from formatters.sentence import Cannot
from syndication.feeds import build, fetched, partners
from syndication.feeds.models import FeedFile, Fetch, Partner
from tests.support.ledger import live, story_of

NOW = datetime(2026, 11, 26, 2, 0, tzinfo=UTC)


@pytest.fixture
def served(english, client):
    live(english, story_of())
    build.build_all()
    return client


def added(name: str = "Báo Nhân Dân") -> partners.Added:
    return partners.add(name, who="lan", now=NOW)


def test_a_key_is_kept_as_a_hash_and_nowhere_else(db):
    made = added()
    kept = Partner.objects.get()
    assert made.key not in repr([vars(kept), kept.key_hash])
    assert kept.key_hash == partners.hashed(made.key)
    assert (kept.name, kept.created_by, kept.created_at) == ("Báo Nhân Dân", "lan", NOW)
    assert added("another").key != made.key


@pytest.mark.parametrize("name", ["", "   ", "x" * 201])
def test_a_partner_has_a_name(db, name):
    with pytest.raises(Cannot, match="Give the partner a name"):
        added(name)


def test_a_name_is_given_once(db):
    added(" Báo  Nhân Dân ")
    with pytest.raises(Cannot, match="There is a partner"):
        added()


def test_a_partner_gets_the_bytes_of_the_public_feed_whose_self_link_stays_public(served):
    made = added()
    public, private = served.get("/feeds/english.rss"), served.get(f"/feeds/p/{made.key}/english.rss")
    assert private.content == public.content
    assert private["ETag"] == public["ETag"]
    assert private["Link"] == public["Link"] == '<https://feeds.example/feeds/english.rss>; rel="self"'
    assert made.key.encode() not in private.content
    assert made.key not in str(private.headers)
    assert private["Cache-Control"] == "private, max-age=300"
    assert private["Referrer-Policy"] == "no-referrer"


def test_a_partner_is_told_the_public_address_of_what_it_reads(served):
    made = added()
    for address in made.addresses:
        path = address.removeprefix("https://feeds.example")
        public = f"/feeds/{path.rpartition('/')[2]}"
        for headers in ({}, {"If-None-Match": "*"}):
            assert served.get(path, headers=headers)["Content-Location"] == f"https://feeds.example{public}"
        assert "Content-Location" not in served.get(public)


def test_the_addresses_that_a_partner_is_given_all_answer(served):
    made = added()
    assert made.addresses
    for address in made.addresses:
        assert served.get(address.removeprefix("https://feeds.example")).status_code == 200


def test_what_a_partner_fetched_is_known_with_when_and_how_often(served, english):
    made = added()
    address = f"/feeds/p/{made.key}/english.rss"
    first = served.get(address)
    served.get(address, headers={"If-None-Match": first["ETag"]})
    served.get(f"/feeds/p/{made.key}/english.atom")
    served.head(f"/feeds/p/{made.key}/english.json")
    assert served.get(f"/feeds/p/{made.key}/opml.xml").status_code == 200
    served.get("/feeds/english.json")
    [(partner, found)] = partners.fetches()
    assert partner == made.partner
    assert [(one.path, one.times, one.status, one.stale) for one in found] == [
        ("english.atom", 1, 200, False),
        ("english.rss", 2, 304, False),
    ]
    assert all(NOW < one.first_at <= one.last_at <= timezone.now() for one in found)
    live(english, story_of(2))
    build.build_all()
    assert [one.stale for one in partners.fetches()[0][1]] == [True, True]
    served.get(address)
    assert [(one.path, one.stale) for one in partners.fetches()[0][1]] == [
        ("english.atom", True),
        ("english.rss", False),
    ]
    FeedFile.objects.filter(path="english.atom").delete()
    assert [(one.stale, one.gone) for one in partners.fetches()[0][1]] == [(True, True), (False, False)]


def test_a_revoked_key_says_so_and_a_second_time_changes_nothing(served):
    made = added()
    assert partners.revoke("Báo Nhân Dân", who="lan", now=NOW).revoked_by == "lan"
    assert partners.revoke("Báo Nhân Dân", who="an", now=NOW + timedelta(days=1)).revoked_by == "lan"
    answer = served.get(f"/feeds/p/{made.key}/english.rss")
    assert answer.status_code == 410
    assert "Khóa này đã bị thu hồi" in answer.content.decode()
    assert "https://feeds.example/feeds/" in answer.content.decode()
    assert answer["Cache-Control"] == "no-store"
    assert not Fetch.objects.exists()
    with pytest.raises(Cannot, match="There is no partner"):
        partners.revoke("nobody", who="lan", now=NOW)


@pytest.mark.parametrize("key", ["unknown", "x" * 32, "a b", "…", "%00" * 8, ""])
def test_an_unknown_key_is_told_so(served, key):
    answer = served.get(f"/feeds/p/{key}/english.rss")
    assert answer.status_code == 404
    assert "No partner has this key" in answer.content.decode()


def test_what_is_no_feed_is_told_so_to_a_partner_too(served):
    made = added()
    for path in ("", "nothing.rss", f"p/{made.key}/english.rss"):
        answer = served.get(f"/feeds/p/{made.key}/{path}")
        assert answer.status_code == 404
        assert "There is no feed at this address" in answer.content.decode()
        assert made.key not in answer.content.decode()


def test_an_answer_is_given_though_nothing_can_be_written(served, monkeypatch, caplog):
    made = added()

    def away(*_: object) -> None:
        raise OperationalError("no server")

    monkeypatch.setattr(fetched, "write", away)
    assert served.get(f"/feeds/p/{made.key}/english.rss").status_code == 200
    assert "could not be written" in caplog.text
    assert made.key not in caplog.text


def test_post_is_refused_at_a_partners_address_without_asking_for_a_token(served):
    made = added()
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(f"/feeds/p/{made.key}/english.rss").status_code == 405
    assert not Fetch.objects.exists()


def note(partner: Partner, path: str = "a.rss", etag: str = '"1"', minute: int = 0, **changes: Any) -> fetched.Note:
    return fetched.Note(partner.pk, path, etag, 200, first=NOW + timedelta(minutes=minute), **changes)


def kept() -> list[tuple[str, str, int, int, int]]:
    rows = Fetch.objects.order_by("path")
    return [(row.path, row.etag, row.times, row.first_at.minute, row.last_at.minute) for row in rows]


def test_notes_are_gathered_and_written_together(db, django_assert_num_queries, monkeypatch):
    partner = added().partner
    recorder = fetched.Recorder()
    monkeypatch.setattr(recorder, "_begin", lambda: None)
    with django_assert_num_queries(0):
        for minute in range(50):
            recorder.note(note(partner, etag=f'"{minute}"', minute=minute))
        recorder.note(note(partner, "b.rss"))
    assert recorder.flush()
    assert kept() == [("a.rss", '"49"', 50, 0, 49), ("b.rss", '"1"', 1, 0, 0)]
    recorder.note(note(partner, minute=55))
    recorder.flush()
    assert kept()[0] == ("a.rss", '"1"', 51, 0, 55)


def test_notes_wait_while_the_database_is_away_and_are_bounded(db, monkeypatch):
    partner = added().partner
    recorder = fetched.Recorder()
    monkeypatch.setattr(recorder, "_begin", lambda: None)
    monkeypatch.setattr(fetched, "MOST", 3)
    recorder.note(note(partner))
    write = fetched.write

    def away(*_: object) -> None:
        recorder.note(note(partner, minute=5))  # meanwhile
        raise OperationalError("no server")

    monkeypatch.setattr(fetched, "write", away)
    assert not recorder.flush()
    monkeypatch.setattr(fetched, "write", write)
    for number in range(10):
        recorder.note(note(partner, f"{number}.rss"))
    assert recorder.flush()
    assert kept()[-1] == ("a.rss", '"1"', 2, 0, 5)
    assert len(kept()) == 3


def test_a_note_of_a_partner_that_is_gone_keeps_no_other_from_being_written(db):
    partner = added().partner
    fetched.write([fetched.Note(partner.pk + 1, "a.rss", '"1"', 200), note(partner)])
    assert len(kept()) == 1


@pytest.mark.django_db(transaction=True)
def test_the_recorder_writes_by_itself_within_a_second_or_two(monkeypatch):
    monkeypatch.setattr(fetched, "EVERY", 0.05)
    partner = added().partner
    written = threading.Event()
    write = fetched.write
    monkeypatch.setattr(fetched, "write", lambda notes: (write(notes), connection.close(), written.set()))
    recorder = fetched.Recorder()
    recorder.note(note(partner))
    assert written.wait(10)
    assert kept() == [("a.rss", '"1"', 1, 0, 0)]
