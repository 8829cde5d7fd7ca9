"""The program `syndication`."""

from __future__ import annotations

import os
import sys


def main() -> None:
    """Set Django up, then hand over to the commands."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "syndication.settings")
    import django

    django.setup()
    from syndication.cli.app import run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
