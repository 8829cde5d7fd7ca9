"""The scheduler as a Django app."""

from django.apps import AppConfig


class SchedulerConfig(AppConfig):
    name = "scheduler"

    def ready(self) -> None:
        # Bound here, so that every process that knows Django also knows the broker; the checks register themselves.
        from scheduler import celery, checks  # noqa: F401
