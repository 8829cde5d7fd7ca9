"""What a pull asks, what it writes, when the next one comes, and what a person hears of it."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone
from werkzeug.serving import WSGIRequestHandler, make_server
from werkzeug.wrappers import Request, Response

from scheduler.access import open_wire
from syndication.desk import host_turn as turns
from syndication.desk import pull, take_in, tasks
from syndication.desk.claim import Claim
from syndication.desk.host_turn import host_turn
from syndication.desk.patience import Patience
from syndication.desk.receive import receive
from syndication.desk.sources import add_source, pause_source, resume_source, set_source
from syndication.desk.take_in import Pulled
from syndication.items.models import Item
from syndication.notices.board import open_notices
from syndication.sources.models import Source
from tests.syndication.sources.feeds import rss

pytestmark = pytest.mark.django_db

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
ITEM = "<title>Một</title><guid>1</guid><link>https://tin.example/1</link><description>Một</description>"


class Quiet(WSGIRequestHandler):
    def log(self, type: str, message: str, *args: object) -> None:
        return


@dataclass
class Host:
    """A host whose answers are set by their paths: status, headers, body. `asked` are the requests, in their order."""

    answers: dict[str, tuple[int, dict[str, str], str]] = field(default_factory=dict)
    asked: list[Request] = field(default_factory=list)
    url: str = ""

    @Request.application
    def __call__(self, request: Request) -> Response:
        self.asked.append(request)
        status, headers, body = self.answers.get(request.path, (404, {}, ""))
        return Response(body, status=status, headers=headers, content_type="application/rss+xml")

    def says(self, path: str, status: int, body: str = "", **headers: str) -> None:
        self.answers[path] = status, {name.replace("_", "-"): value for name, value in headers.items()}, body


@pytest.fixture
def host() -> Iterator[Host]:
    app = Host()
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
    app.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield app
    server.shutdown()
    server.server_close()
    thread.join(5)


@pytest.fixture
def source(host: Host) -> Source:
    host.says("/rss", 200, rss(ITEM), ETag='W/"a,b"', Last_Modified="Mon, 07 Sep 2026 12:41:53 GMT")
    return add_source("tin", f"{host.url}/rss", own=False, baseline=False)


def read(source: Source, now: datetime | None = None) -> Pulled:
    source.refresh_from_db()
    return receive(source, open_wire(2.0, reads=1), who="test", now=now or timezone.now())


def notices() -> list[str]:
    return sorted(notice.kind for notice in open_notices())


def test_both_validators_are_sent_together_word_for_word(host: Host, source: Source) -> None:
    read(source)
    read(source)
    sent = host.asked[-1].headers
    assert (sent["If-None-Match"], sent["If-Modified-Since"]) == ('W/"a,b"', "Mon, 07 Sep 2026 12:41:53 GMT")


def test_a_304_and_the_same_bytes_again_cost_no_parse_and_no_write(
    host: Host, source: Source, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
) -> None:
    assert read(source).new == 1
    monkeypatch.setattr("syndication.desk.take_in.parse", lambda *words, **more: pytest.fail("it was parsed"))
    source.refresh_from_db()
    for status in (200, 304):
        host.answers["/rss"] = (status, *host.answers["/rss"][1:])
        with django_assert_num_queries(0):
            pulled = receive(source, open_wire(2.0), who="test", now=timezone.now())
        assert (pulled.unchanged, pulled.error) == (1, None)


def test_an_unchanged_pull_writes_its_turn_and_nothing_else(
    host: Host, source: Source, django_assert_num_queries: Any
) -> None:
    pull.pull_all([source.pk])
    Source.objects.update(next_pull_at=timezone.now())
    with django_assert_num_queries(2) as asked:
        pull.pull_all([source.pk])
    assert [query["sql"][:6] for query in asked.captured_queries] == ["SELECT", "UPDATE"]
    source.refresh_from_db()
    assert source.pulled_at is not None
    assert source.next_pull_at == source.pulled_at + source.every
    assert len(host.asked) == 2


def test_a_304_that_brings_another_validator_is_believed(host: Host, source: Source) -> None:
    read(source)
    host.says("/rss", 304, ETag='"new"')
    read(source)
    source.refresh_from_db()
    assert (source.etag, source.modified) == ('"new"', "Mon, 07 Sep 2026 12:41:53 GMT")


def test_a_validator_too_long_to_be_kept_is_not_sent_at_all(host: Host, source: Source) -> None:
    host.says("/rss", 200, rss(ITEM), ETag=f'"{"a" * 600}"')
    read(source)
    read(source)
    assert "If-None-Match" not in host.asked[-1].headers


def test_410_stops_a_source_until_a_person_resumes_it(host: Host, source: Source) -> None:
    host.says("/rss", 410)
    assert read(source).error is not None
    assert notices() == ["source-gone"]
    assert "tin" in open_notices()[0].sentence.vi
    assert pull.due(timezone.now() + 9 * HOUR) == {}
    resume_source(source, now=timezone.now())
    assert notices() == []
    assert list(pull.due(timezone.now()).values()) == [[source.pk]]


def test_a_paused_source_is_not_asked_by_itself(source: Source) -> None:
    pause_source(source)
    assert pull.due(timezone.now()) == {}
    assert pull.pull_now(source, who="lan").new == 1, "a person may"
    source.refresh_from_db()
    assert source.paused


def test_failures_put_the_next_pull_off_and_one_answer_ends_that(host: Host, source: Source) -> None:
    now = timezone.now()
    host.says("/rss", 500)
    for waits in (10 * MINUTE, 20 * MINUTE, 40 * MINUTE, HOUR):
        read(source, now)
        source.refresh_from_db()
        assert source.next_pull_at == now + waits
    host.says("/rss", 200, rss(ITEM))
    read(source, now)
    source.refresh_from_db()
    assert (source.failures, source.error, source.next_pull_at) == (0, {}, now + 5 * MINUTE)


def test_a_failure_that_lasts_longer_than_a_day_is_told_once_and_closed_by_an_answer(
    host: Host, source: Source
) -> None:
    now = timezone.now()
    host.says("/rss", 404)
    read(source, now)
    read(source, now + 23 * HOUR)
    assert notices() == []
    read(source, now + 25 * HOUR)
    assert notices() == ["source-failing"]
    assert "404" in open_notices()[0].sentence.en
    host.says("/rss", 304)
    read(source, now + 26 * HOUR)
    assert notices() == []


@pytest.mark.parametrize("status", [429, 503])
def test_retry_after_holds_for_every_source_of_the_host(host: Host, source: Source, status: int) -> None:
    other = add_source("khac", f"{host.url}/other", own=False)
    elsewhere = add_source("xa", "http://127.0.0.2/rss", own=False)
    Source.objects.create(name="hong", url="http://[", canonical_host="a")
    now = timezone.now()
    host.says("/rss", status, Retry_After="7200")
    read(source, now)
    for row in (source, other, elsewhere):
        row.refresh_from_db()
    assert source.next_pull_at == other.next_pull_at == now + 2 * HOUR
    assert elsewhere.next_pull_at is None


@pytest.mark.parametrize("status", [301, 308])
def test_a_permanent_move_within_the_host_is_recorded_and_the_old_address_remembered(
    host: Host, source: Source, status: int
) -> None:
    host.says("/new", 200, rss(ITEM))
    host.says("/rss", status, Location="/new")
    read(source)
    source.refresh_from_db()
    assert (source.url, source.before) == (f"{host.url}/new", [f"{host.url}/rss"])
    assert notices() == []


@pytest.mark.parametrize("status", [302, 307])
def test_a_temporary_move_changes_nothing(host: Host, source: Source, status: int) -> None:
    host.says("/new", 200, rss(ITEM))
    host.says("/rss", status, Location="/new")
    assert read(source).new == 1
    source.refresh_from_db()
    assert (source.url, source.before, source.moved_to) == (f"{host.url}/rss", [], "")


def test_one_temporary_step_makes_the_whole_way_temporary(host: Host, source: Source) -> None:
    host.says("/new", 200, rss(ITEM))
    host.says("/between", 302, Location="/new")
    host.says("/rss", 301, Location="/between")
    read(source)
    source.refresh_from_db()
    assert (source.url, source.before) == (f"{host.url}/rss", [])


def test_a_move_to_where_nothing_can_be_read_is_not_recorded(host: Host, source: Source) -> None:
    host.says("/new", 200, "<html><body>Trang chủ</body></html>")
    host.says("/rss", 301, Location="/new")
    assert read(source).error is not None
    source.refresh_from_db()
    assert (source.url, source.before) == (f"{host.url}/rss", [])


def test_a_move_to_a_strange_host_is_followed_and_a_person_decides(
    host: Host, source: Source, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    strange = host.url.replace("127.0.0.1", "localhost")
    settings.SYNDICATION_ALLOW_PRIVATE_HOSTS = ["127.0.0.1", "localhost"]
    monkeypatch.setattr("syndication.desk.receive.is_own", lambda host: False)
    host.says("/new", 200, rss(ITEM))
    host.says("/rss", 301, Location=f"{strange}/new")
    assert read(source).new == 1
    source.refresh_from_db()
    assert (source.url, source.moved_to) == (f"{host.url}/rss", f"{strange}/new")
    assert notices() == ["source-moved"]
    assert f"--url {strange}/new" in open_notices()[0].sentence.vi
    set_source(source, url=f"{strange}/new", now=timezone.now())
    assert notices() == []
    source.refresh_from_db()
    assert (source.before, source.canonical_host, source.next_pull_at) == ([f"{host.url}/rss"], "localhost", None)


def test_what_is_collected_never_becomes_the_ministrys_by_a_new_address(source: Source) -> None:
    set_source(source, url="https://moha.gov.vn/rss", now=timezone.now())
    assert (source.canonical_host, source.own) == ("moha.gov.vn", False)
    own = add_source("cong", "https://moha.gov.vn/rss")
    set_source(own, url="https://tin.example/rss", now=timezone.now())
    assert own.own is False


def test_a_quiet_source_is_asked_less_often_and_as_before_once_it_has_news(host: Host, source: Source) -> None:
    long_ago = timezone.now() - timedelta(days=9)
    read(source, long_ago)
    pull.pull_all([source.pk])  # unchanged
    source.refresh_from_db()
    assert source.pulled_at is not None
    assert source.next_pull_at == source.pulled_at + HOUR
    host.says("/rss", 200, rss(ITEM, ITEM.replace("1", "2").replace("Một", "Hai")))
    Source.objects.update(next_pull_at=timezone.now())
    pull.pull_all([source.pk])
    source.refresh_from_db()
    assert source.next_pull_at is not None
    assert source.next_pull_at - timezone.now() < 6 * MINUTE


def test_how_often_a_feed_says_that_it_changes_is_kept(host: Host, source: Source) -> None:
    host.says("/rss", 200, rss(ITEM), Cache_Control="public, max-age=1800")
    read(source)
    source.refresh_from_db()
    assert source.pace == 30 * MINUTE


def test_two_workers_do_not_pull_one_source_twice(source: Source) -> None:
    one, other = Claim(source), Claim(source)
    now = timezone.now()
    assert one.take(now, now + MINUTE)
    assert not other.take(now, now + MINUTE)
    assert not other.renew(now)
    assert one.renew(now + MINUTE)
    assert one.give_back(None)
    assert not one.renew(now)


def test_a_claim_that_is_far_off_still_lets_only_one_have_it(source: Source) -> None:
    now = timezone.now()
    source.next_pull_at = now + HOUR
    source.save()
    assert [claim.renew(now) for claim in (Claim(source), Claim(source))] == [True, False]


def test_a_host_that_is_being_asked_is_asked_for_nothing_else(host: Host, source: Source, settings: Any) -> None:
    with host_turn("127.0.0.1") as ours:
        assert ours
        pull.pull_all([source.pk])
        assert host.asked == []
        with host_turn("tin.example") as theirs:
            assert theirs
    pull.pull_all([source.pk])
    assert len(host.asked) == 1


def test_somebody_who_pulls_by_hand_waits_for_the_host_and_is_told_when_it_stays_busy(
    host: Host, source: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pull, "PATIENCE", 0.05)
    with host_turn("127.0.0.1"):
        assert pull.pull_now(source, who="lan").error == pull.BUSY.to_json()
    assert pull.pull_now(source, who="lan").new == 1


def test_the_sources_of_a_strange_host_are_asked_apart(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.SYNDICATION_HOST_SPACING_SECONDS = 1.0
    waited: list[float] = []
    name = f"strange-{time.time_ns()}.example"
    for _ in range(2):
        with host_turn(name, sleep=waited.append):
            pass
    assert len(waited) == 1
    assert 0.5 < waited[0] <= 1.0
    monkeypatch.setattr(turns, "is_own", lambda host: True)
    with host_turn(name, sleep=waited.append):
        pass
    assert len(waited) == 1, "a machine of ours need not be spared"


def test_each_host_gets_a_message_of_its_own_with_ids(source: Source, monkeypatch: pytest.MonkeyPatch) -> None:
    same = add_source("hai", source.url + "2", own=False)
    other = add_source("xa", "https://tin.example/rss")
    sent: list[Any] = []
    monkeypatch.setattr(tasks.pull_sources, "apply_async", lambda words, **options: sent.append(words))
    tasks.pull_due()
    assert sorted(sent) == [([source.pk, same.pk],), ([other.pk],)]


def test_a_source_whose_pull_fails_keeps_no_other_of_its_host_waiting(
    host: Host, source: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    host.says("/other", 200, rss(ITEM.replace("1", "2").replace("Một", "Hai")))
    other = add_source("khac", f"{host.url}/other", own=False, baseline=False)
    real = pull.receive

    def fails(row: Source, *words: Any, **more: Any) -> Pulled:
        if row.pk == source.pk:
            raise RuntimeError("a fault nobody foresaw")
        return real(row, *words, **more)

    monkeypatch.setattr(pull, "receive", fails)
    pull.pull_all([source.pk, other.pk])
    assert [item.guid for item in Item.objects.all()] == ["2"]


def test_a_worker_that_has_given_a_host_its_time_leaves_the_rest_for_the_next(
    host: Host, source: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = add_source("khac", f"{host.url}/other", own=False, baseline=False)
    monkeypatch.setattr(pull, "TURN", -1.0)
    pull.pull_all([source.pk, other.pk])
    assert [request.path for request in host.asked] == ["/rss"]
    assert list(pull.due(timezone.now()).values()) == [[other.pk]]


PICTURES = [
    f"{ITEM.replace('Một', f'Bài {n}').replace('/1<', f'/{n}<').replace('<guid>1', f'<guid>{n}')}" for n in range(1, 4)
]


def with_pictures(host: Host, source: Source) -> None:
    """Three entries with a picture each, of a source whose every entry is told."""
    Source.objects.filter(pk=source.pk).update(baseline=False)
    entries = [
        f'{one}<enclosure url="{host.url}/anh-{n}.jpg" type="image/jpeg" length="1"/>' for n, one in enumerate(PICTURES)
    ]
    host.says("/rss", 200, rss(*entries))


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """A document has time for the files of one entry."""

    class One(Patience):
        begun = 0

        @property
        def spent(self) -> bool:
            return self.begun > 0

        def begin_entry(self) -> None:
            super().begin_entry()
            self.begun += 1

    monkeypatch.setattr(take_in, "Patience", One)


@pytest.mark.usefixtures("hurried")
def test_what_there_was_no_time_for_is_due_again_at_once(host: Host, source: Source) -> None:
    with_pictures(host, source)
    pull.pull_all([source.pk])
    source.refresh_from_db()
    assert Item.objects.count() == 1
    assert source.next_pull_at is not None
    assert source.next_pull_at <= timezone.now()
    assert not source.error
    for _ in range(2):
        pull.pull_all([source.pk])
    source.refresh_from_db()
    assert Item.objects.count() == 3
    assert source.next_pull_at > timezone.now(), "and then as often as ever"


@pytest.mark.usefixtures("hurried")
def test_a_person_who_pulls_gets_all_of_it(host: Host, source: Source) -> None:
    with_pictures(host, source)
    pulled = pull.pull_now(source, who="lan")
    assert (pulled.new, pulled.unchanged, pulled.left, pulled.error) == (3, 0, 0, None)


@pytest.mark.usefixtures("hurried")
def test_a_person_who_pulls_is_not_kept_for_ever(host: Host, source: Source, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pull, "WHOLE", 0.0)
    with_pictures(host, source)
    pulled = pull.pull_now(source, who="lan")
    assert (pulled.new, pulled.left) == (1, 2)


def test_who_has_waited_longest_is_pulled_first(host: Host, source: Source) -> None:
    now = timezone.now()
    longer = add_source("khac", f"{host.url}/other", own=False, baseline=False)
    never = add_source("moi", f"{host.url}/never", own=False, baseline=False)
    Source.objects.filter(pk=source.pk).update(next_pull_at=now - MINUTE)
    Source.objects.filter(pk=longer.pk).update(next_pull_at=now - HOUR)
    (ids,) = pull.due(now).values()
    assert ids == [never.pk, longer.pk, source.pk]
    pull.pull_all(ids)
    assert [request.path for request in host.asked] == ["/never", "/other", "/rss"]


def test_a_fault_of_ours_is_told_on_the_source_and_puts_the_next_pull_off(
    host: Host, source: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: Any, **__: Any) -> None:
        raise RuntimeError("a fault nobody foresaw")

    now = timezone.now()
    with monkeypatch.context() as patched:
        patched.setattr("syndication.desk.receive.take_in", fails)
        assert read(source, now).error is not None
        source.refresh_from_db()
        assert (source.failures, source.next_pull_at, source.etag) == (1, now + 10 * MINUTE, "")
        read(source, now + 25 * HOUR)
        assert notices() == ["source-failing"]
    assert read(source, now + 26 * HOUR).new == 1
    assert notices() == []


def test_nothing_that_was_found_out_is_kept_under_an_address_that_an_operator_has_given_meanwhile(
    host: Host, source: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = take_in.take_in

    def slow(*words: Any, **more: Any) -> Any:
        set_source(Source.objects.get(pk=source.pk), url=f"{host.url}/new", now=timezone.now())
        return real(*words, **more)

    monkeypatch.setattr("syndication.desk.receive.take_in", slow)
    read(source)
    source.refresh_from_db()
    assert (source.url, source.etag, source.modified, source.body) == (f"{host.url}/new", "", "", "")
    assert source.next_pull_at is None


def elsewhere(host: Host, settings: Any, monkeypatch: pytest.MonkeyPatch) -> str:
    """A host that is not the ministry's, as this one is."""
    settings.SYNDICATION_ALLOW_PRIVATE_HOSTS = ["127.0.0.1", "localhost"]
    for room in ("receive", "sources"):
        monkeypatch.setattr(f"syndication.desk.{room}.is_own", lambda name: name == "127.0.0.1")
    return host.url.replace("127.0.0.1", "localhost")


@pytest.mark.parametrize(("status", "told"), [(301, ["source-moved"]), (302, [])])
def test_what_another_host_says_never_passes_for_the_ministrys_own(
    host: Host, settings: Any, monkeypatch: pytest.MonkeyPatch, status: int, told: list[str]
) -> None:
    strange = elsewhere(host, settings, monkeypatch)
    host.says("/new", 200, rss(ITEM))
    host.says("/rss", status, Location=f"{strange}/new")
    ours = add_source("cong", f"{host.url}/rss", baseline=False)
    assert ours.own
    pulled = read(ours)
    assert pulled.error is not None
    assert "không phải của Bộ" in pulled.error["vi"]
    assert Item.objects.count() == 0
    assert notices() == told
    assert all("Không lấy ở đó" in notice.sentence.vi for notice in open_notices())
    host.says("/new", 410)
    read(ours)
    ours.refresh_from_db()
    assert not ours.stopped


def test_a_temporary_move_to_where_something_is_gone_does_not_stop_a_source(host: Host, source: Source) -> None:
    host.says("/busy", 410)
    host.says("/rss", 302, Location="/busy")
    assert read(source).error is not None
    source.refresh_from_db()
    assert (source.stopped, source.failures, notices()) == (False, 1, [])
    host.says("/rss", 301, Location="/busy")
    read(source)
    source.refresh_from_db()
    assert source.stopped
