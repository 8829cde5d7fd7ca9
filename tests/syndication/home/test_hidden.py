from __future__ import annotations

import logging

import pytest

from syndication.home.hidden import NoKeys


@pytest.mark.parametrize(
    ("message", "args", "shown"),
    [
        ("Not Found: %s", ("/feeds/p/abc-DEF_123/tin.rss",), "Not Found: /feeds/p/…/tin.rss"),
        ("GET /feeds/p/abc?x=1 from http://h/feeds/p/abc", (), "GET /feeds/p/…?x=1 from http://h/feeds/p/…"),
        ("Gone: %s", ("/websub/abc-DEF_123",), "Gone: /websub/…"),
        ("'/feeds/p/abc'", (), "'/feeds/p/…'"),
        ("Not Found: %s", ("/feeds/tin.rss",), "Not Found: /feeds/tin.rss"),
        ("100 %", (), "100 %"),
    ],
)
def test_no_line_holds_a_key_and_the_rest_of_it_stands(message, args, shown):
    record = logging.LogRecord("django.request", logging.WARNING, "", 0, message, args, None)
    assert NoKeys().filter(record)
    assert record.getMessage() == shown


def test_what_django_logs_of_a_partners_address_has_no_key(db, client, capsys, caplog):
    key = "k" * 32
    client.get(f"/feeds/p/{key}/tin.rss")
    said = capsys.readouterr().err + caplog.text
    assert "/feeds/p/…/tin.rss" in said
    assert key not in said


def test_a_record_whose_arguments_do_not_fit_never_fails_who_logged_it():
    assert NoKeys().filter(logging.LogRecord("any", logging.INFO, "", 0, "%d", ("a",), None))
