"""From its time to its first byte at the channel: 100 due in one minute among 100,000 planned ÷ the tick's interval, and ÷ Celery's ETA.

The product's own beat and worker on PostgreSQL and Redis; the channel is a webhook to a server that notes when each request line came.
Afterwards nothing is due, and what beat and workers use of a core in a minute is measured: polling has its price too.
"""

from __future__ import annotations

import contextlib
import os
import random
import statistics
import time
from datetime import UTC, datetime
from pathlib import Path

import psutil
import psycopg
from celery import Celery

from bench._instance import Instance, instance, wait_for
from bench._receiver import Receiver
from bench.report import Ratio, Report, Wanted

PLANNED = int(os.environ.get("BENCH_PUNCTUAL_ROWS", "100000"))
DUE = 100
OVER = {"over the minute": 60.0, "all at one instant": 0.0}
GOAL = 2.0  # seconds, at the default tick
IDLE, IDLE_GOAL = float(os.environ.get("BENCH_IDLE", "60")), 0.01  # seconds, of one core
AHEAD = 3.0  # seconds in which the times are written before the first one comes
SEED = 11
ACCOUNTS = 4  # the deliveries are spread over as many partners
ALL_ON = """
UPDATE scheduler_delivery SET account_id = partner.id, preflight_at = now() FROM scheduler_account nothing, scheduler_account partner
WHERE nothing.id = account_id AND partner.name = replace(nothing.name, 'nothing', 'partner')
"""
NEXT = "SELECT id, identifier FROM scheduler_delivery WHERE state = 'planned' AND item < 10000000 ORDER BY id LIMIT %s"


def measure() -> Report:
    """On PostgreSQL, with the parts that the product starts."""
    with instance() as made, Receiver() as receiver:
        made.environment["SYNDICATION_ALLOW_PRIVATE_HOSTS"] = "127.0.0.1"
        with psycopg.connect(made.environment["DATABASE_URL"], autocommit=True) as database:
            _stock(made, receiver, database)
            parts = [*made.workers("webhook,bench", app="bench._posting"), made.start("syndication", "beat")]
            with Celery(broker=made.environment["REDIS_URL"]) as sender:
                _ours(receiver, database, 0.0)  # everything is warm
                late = {name: _ours(receiver, database, over) for name, over in OVER.items()}
                eta = {name: _eta(receiver, sender, over) for name, over in OVER.items()}
            tick = _tick(made)
            bare = made.worker("bare", "nobody", app="bench._posting")
            idle = _idle([part.pid for part in parts], bare.pid, database)
    ratios = [
        *(_ratio(f"p99, {name}", late[name], tick, "the tick's interval", GOAL / tick) for name in OVER),
        *(_ratio(f"p99, {name}, against ETA", late[name], _p(eta[name], 99), "Celery ETA", None) for name in OVER),
        Ratio("idle", idle["beat and workers"], IDLE, "one core", "s of CPU", Wanted.AT_MOST, IDLE_GOAL),
    ]
    facts = {
        "p50, p99, most of ours, s": {name: _told(times) for name, times in late.items()},
        "p50, p99, most of Celery ETA, s": {name: _told(times) for name, times in eta.items()},
        f"CPU in {IDLE:g} idle seconds, s": idle,
    }
    return Report(tuple(ratios), facts)


def _stock(made: Instance, receiver: Receiver, database: psycopg.Connection) -> None:
    made.run("bench._stock", str(DUE * (len(OVER) + 1)))
    words = ("--channel", "webhook", "--set", f"url={receiver.url}", "--set", "key_id=k1", "--secret", "key=env:PATH")
    for number in range(ACCOUNTS):
        made.run("syndication", "account", "add", f"partner-{number}", *words)
    database.execute(ALL_ON)
    made.run("bench._many", str(PLANNED))


def _tick(made: Instance) -> float:
    words = (
        "django",
        "shell",
        "-v",
        "0",
        "-c",
        "from django.conf import settings; print(settings.SCHEDULER_TICK_SECONDS)",
    )
    return float(made.run(*words))


def _times(over: float) -> list[float]:
    chance = random.Random(SEED)  # noqa: S311 - when something is due is no secret
    first = time.time() + AHEAD
    return [first + chance.uniform(0, over) for _ in range(DUE)]


def _ours(receiver: Receiver, database: psycopg.Connection, over: float) -> list[float]:
    """How many seconds after its time each one came."""
    rows = database.execute(NEXT, (DUE,)).fetchall()
    times = dict(zip((identifier for _pk, identifier in rows), _times(over), strict=True))
    with database.transaction(), database.cursor() as cursor:
        for pk, identifier in rows:
            at = datetime.fromtimestamp(times[identifier], UTC)
            cursor.execute("UPDATE scheduler_delivery SET due_at = %s, wanted_at = %s WHERE id = %s", (at, at, pk))
    return _waited(receiver, times)


def _eta(receiver: Receiver, sender: Celery, over: float) -> list[float]:
    """The same for tasks that Celery itself keeps until their time."""
    times = {f"eta-{over}-{number}": at for number, at in enumerate(_times(over))}
    for identifier, at in times.items():
        eta = datetime.fromtimestamp(at, UTC)
        sender.send_task("bench.post", args=[receiver.url, identifier], queue="bench", eta=eta)
    return _waited(receiver, times)


def _waited(receiver: Receiver, times: dict[str, float]) -> list[float]:
    wait_for(lambda: times.keys() <= receiver.came.keys(), max(times.values()) - time.time() + 120, every=0.2)
    return [receiver.came[identifier] - at for identifier, at in times.items()]


def _idle(parts: list[int], bare: int, database: psycopg.Connection) -> dict[str, float]:
    """Seconds of CPU that each used in IDLE seconds of the clock."""
    time.sleep(8)  # the second worker has started, and what was sent is settled
    home = database.execute("SHOW data_directory").fetchone()
    server = int(Path(home[0], "postmaster.pid").read_text().split()[0]) if home else os.getpid()
    groups = {"beat and workers": parts, "a worker of bare Celery that waits": [bare], "PostgreSQL": [server]}
    before = {name: _used(pids) for name, pids in groups.items()}
    time.sleep(IDLE)
    return {name: round(_used(pids) - before[name], 3) for name, pids in groups.items()}


def _used(pids: list[int]) -> float:
    used = 0.0
    for pid in pids:
        for process in (psutil.Process(pid), *psutil.Process(pid).children(recursive=True)):
            with contextlib.suppress(psutil.NoSuchProcess):
                times = process.cpu_times()
                used += times.user + times.system
    return used


def _p(times: list[float], share: int) -> float:
    return statistics.quantiles(times, n=100, method="inclusive")[share - 1]


def _told(times: list[float]) -> str:
    return f"{_p(times, 50):.2f}, {_p(times, 99):.2f}, {max(times):.2f}"


def _ratio(name: str, times: list[float], opponent: float, who: str, goal: float | None) -> Ratio:
    return Ratio(name, _p(times, 99), opponent, who, "s", Wanted.AT_MOST, goal)
