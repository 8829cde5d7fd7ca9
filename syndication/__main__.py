"""The program `syndication`."""

from __future__ import annotations

import os
import sys

from syndication.home import BadSetting


def main() -> None:
    """Set Django up, then hand over to the commands. A setting that cannot be used is one sentence and exit code 2."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "syndication.settings")
    import django
    from django.core.exceptions import ImproperlyConfigured

    try:
        django.setup()
    except (BadSetting, ImproperlyConfigured, ValueError) as error:
        _end(f"the settings cannot be used: {_plainly(error)}")
    except OSError as error:
        _end(f"the home cannot be used: {error.strerror or error}: {error.filename or ''}".rstrip(": "))
    from syndication.cli.app import run

    try:
        code = run(sys.argv[1:])
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read us has gone (`| head`): no mistake of anybody's. Nothing more may be written, at the end either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 1
    sys.exit(code)


def _plainly(error: Exception) -> str:
    """The error, and what it came from where a library hides that (logging does)."""
    cause = f" ({error.__cause__})" if isinstance(error.__cause__, ValueError) else ""
    return " ".join(f"{error}{cause}".split())


def _end(sentence: str) -> None:
    sys.stderr.write(f"error: {sentence}\n")
    sys.exit(2)


if __name__ == "__main__":
    main()
