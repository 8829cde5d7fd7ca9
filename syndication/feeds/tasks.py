"""The feeds' timers."""

from __future__ import annotations

from celery import shared_task

from syndication.feeds import build, mirror


@shared_task(name="syndication.feeds.tasks.catch_up")
def catch_up() -> None:
    """Build what a crash between commit and building left behind; cheap when there is nothing."""
    build.catch_up()


@shared_task(name="syndication.feeds.tasks.keep_files")
def keep_files() -> None:
    """Put the files on this machine's disk right; every one of them is looked at."""
    mirror.catch_up()
