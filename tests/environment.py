"""Loaded before anything else in a test run: an instance of its own for every test process, and no way to a real one."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile

HOME = tempfile.mkdtemp(prefix="syndication-test-")
atexit.register(shutil.rmtree, HOME, ignore_errors=True)

os.environ["SYNDICATION_HOME"] = HOME
os.environ["SYNDICATION_ALLOW_PRIVATE_HOSTS"] = "127.0.0.1"
os.environ["SYNDICATION_BASE_URL"] = "http://127.0.0.1:8000"
for name in ("REDIS_URL", "SYNDICATION_SECRET_KEYS", "SYNDICATION_WALL_URL", "SYNDICATION_EMAIL_URL", "ALLOWED_HOSTS"):
    os.environ.pop(name, None)
