"""The feeds' timer."""

from __future__ import annotations

from celery import shared_task

from syndication.feeds import build, mirror


@shared_task(name="syndication.feeds.tasks.catch_up")
def catch_up() -> None:
    """Build what a crash between commit and building left behind, and put the files on this disk right; cheap when there is nothing."""
    build.catch_up()
    mirror.catch_up()
