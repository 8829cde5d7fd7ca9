"""The opponent's task, in a worker that knows the product too: `celery -A bench._posting worker`. It posts its item and keeps nothing."""

from __future__ import annotations

import http.client
import json
from urllib.parse import urlsplit

import bench._nothing  # noqa: F401 - Django, and the channel

# isort: split
from scheduler.celery import app


@app.task(name="bench.post")
def post(url: str, identifier: str) -> None:
    """Post it. OSError when nobody listens."""
    place = urlsplit(url)
    connection = http.client.HTTPConnection(place.netloc, timeout=10)
    connection.request("POST", place.path, json.dumps({"identifier": identifier, "text": "x" * 2000}))
    connection.getresponse().read()
    connection.close()
