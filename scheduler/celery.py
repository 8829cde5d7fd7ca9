"""The Celery application: it carries ids, the ledger carries the truth."""

from celery import Celery

app = Celery("syndication", namespace="CELERY")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
