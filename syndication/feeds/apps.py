"""Feeds out as a Django app. It listens to the scheduler's `moved` and rebuilds after the commit."""

from django.apps import AppConfig


class FeedsConfig(AppConfig):
    name = "syndication.feeds"
    label = "feeds"

    def ready(self) -> None:
        from django.db.models.signals import post_delete, post_save

        from scheduler import ports
        from scheduler.models import Account
        from syndication.feeds import follow
        from syndication.feeds.models import FeedFile

        ports.moved.connect(follow.delivery_moved, dispatch_uid="feeds.delivery_moved")
        post_save.connect(follow.account_saved, sender=Account, dispatch_uid="feeds.account_saved")
        for signal in (post_save, post_delete):
            signal.connect(follow.file_changed, sender=FeedFile, dispatch_uid="feeds.file_changed")
