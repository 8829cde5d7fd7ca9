"""The desk's timer: pull what is due, and catch up with what was left behind."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from scheduler.access import open_wire
from syndication.desk import pull
from syndication.desk.catch_up import catch_up
from syndication.desk.make_ready import make_next, next_wanted
from syndication.desk.preflight import preflight_due
from syndication.desk.read_back import read_back
from syndication.desk.subscribe import PATIENCE, tend
from syndication.desk.vanished import ask_again
from syndication.desk.watch import watch


@shared_task
def pull_due() -> None:
    """Have every source pulled whose time has come, host by host; sweep; and have the next film made ready that is wanted."""
    for ids in pull.due(timezone.now()).values():
        pull_sources.apply_async((ids,), expires=10)
    catch_up(open_wire(), now=timezone.now())
    ask_again(open_wire(), now=timezone.now())
    if next_wanted(timezone.now()) is not None:
        make_films.apply_async(queue="films", expires=10)


@shared_task
def pull_sources(ids: list[int]) -> None:
    """Pull these sources, all of one host: hosts wait for each other only for a worker."""
    pull.pull_all(ids)


@shared_task
def make_films() -> None:
    """Make the next film ready that a channel waits for; on a queue of its own, for it may take hours."""
    make_next(clock=timezone.now)


@shared_task
def tend_hubs() -> None:
    """Subscribe at the hubs that feeds name, renew what is about to end, and end what nobody wants."""
    tend(open_wire(PATIENCE), now=timezone.now())


@shared_task
def look_ahead() -> None:
    """Look at what routes have planned, before its time comes."""
    preflight_due(now=timezone.now())


@shared_task
def read_back_due() -> None:
    """Read back what has lately become public, and tell people where the attribution is gone."""
    read_back(now=timezone.now())


@shared_task
def watch_accounts() -> None:
    """Ask the accounts how they are, and tell people what they must hear of."""
    watch(now=timezone.now())
