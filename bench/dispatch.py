"""Deliveries a second through ledger, Celery and Redis ÷ do-nothing tasks a second of bare Celery on the same worker.

Both are counted from the moment at which they may go to the moment at which the last one is settled, handing out included: beat's tick
finds the due rows and sends their ids, the opponent's sender sends its ids. Every delivery is claimed with clearance, has its attempt
opened before the channel is called, and is settled with its events; afterwards that is counted.
"""

from __future__ import annotations

import json
import statistics
import time

import psycopg
from celery import Celery

from bench._instance import Instance, instance, wait_for
from bench.report import Ratio, Report

ROUNDS = 3
DELIVERIES = 1500  # in one round
TASKS = 4000  # in one round of bare Celery
GOAL = 0.2
PROFILED = 300
DUE_NOW = """
UPDATE scheduler_delivery SET due_at = now(), wanted_at = now()
WHERE id IN (SELECT id FROM scheduler_delivery WHERE state = 'planned' AND due_at > now() ORDER BY id LIMIT %s)
"""
WHOLE = """
SELECT count(*) FROM scheduler_delivery d WHERE state = 'live'
AND (SELECT count(*) FROM scheduler_attempt a WHERE a.delivery_id = d.id AND closed_at IS NOT NULL AND outcome = 'live') = 1
AND (SELECT string_agg(after, ' ' ORDER BY version) FROM scheduler_event e WHERE e.delivery_id = d.id)
    = 'proposed planned sending live'
"""


def measure() -> Report:
    """On PostgreSQL, with the worker that the product starts."""
    with instance() as made:
        made.run("bench._stock", str(ROUNDS * DELIVERIES + PROFILED))
        parts = [*made.workers("nothing,bench", app="bench._nothing"), made.start("syndication", "beat")]
        with (
            Celery(broker=made.environment["REDIS_URL"]) as sender,
            psycopg.connect(made.environment["DATABASE_URL"], autocommit=True) as database,
        ):
            _bare(made, sender, 100)  # the worker is there, and warm
            rounds = [(_ours(database), _bare(made, sender, TASKS)) for _ in range(ROUNDS)]
            _check(database)
            for part in parts:
                made.stop(part)
            database.execute(DUE_NOW, (PROFILED,))
        profile = json.loads(made.run("bench._profile"))
    ours, bare = (statistics.median(rates) for rates in zip(*rounds, strict=True))
    return Report(
        (Ratio("dispatch", ours, bare, "bare Celery do-nothing tasks", "a second", goal=GOAL),),
        {
            "rounds (deliveries a second, bare tasks a second)": [[round(one), round(other)] for one, other in rounds],
            **profile,
        },
    )


def _ours(database: psycopg.Connection) -> float:
    before = _live(database)
    began = time.monotonic()
    database.execute(DUE_NOW, (DELIVERIES,))
    wait_for(lambda: _live(database) - before >= DELIVERIES, 120, every=0.05)
    return DELIVERIES / (time.monotonic() - began)


def _live(database: psycopg.Connection) -> int:
    row = database.execute("SELECT count(*) FROM scheduler_delivery WHERE state = 'live'").fetchone()
    return row[0] if row else 0


def _bare(made: Instance, sender: Celery, number: int) -> float:
    broker = made.redis
    began = time.monotonic()
    for index in range(number):
        sender.send_task("bench.bare", args=[index], queue="bench", expires=300)
    wait_for(lambda: not broker.llen("bench") and not broker.hlen("unacked"), 120)
    return number / (time.monotonic() - began)


def _check(database: psycopg.Connection) -> None:
    row = database.execute(WHOLE).fetchone()
    if not row or row[0] != ROUNDS * DELIVERIES:
        raise AssertionError(
            f"of {ROUNDS * DELIVERIES} deliveries {row and row[0]} have their whole story in the ledger"
        )
