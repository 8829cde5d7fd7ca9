"""The program's commands, one after another in one process: a line of JSON words in, a line of JSON (code, output) out."""

from __future__ import annotations

import io
import json
import sys
from contextlib import redirect_stdout

import django

if __name__ == "__main__":
    django.setup()
    from django.db import close_old_connections

    from syndication.cli.app import run

    for line in sys.stdin:
        close_old_connections()
        out = io.StringIO()
        with redirect_stdout(out):
            code = run(json.loads(line))
        print(json.dumps([code, out.getvalue()]), flush=True)
