"""`python -m bench [--json] [NAME…]`: what `syndication bench` runs. Exit code 2 for a name there is not."""

from __future__ import annotations

import json
import sys
from typing import Any

from bench.registry import load, names
from bench.report import Report


def main(words: list[str]) -> int:
    """Measure one after the other, so that none disturbs another."""
    as_json = "--json" in words
    wanted = [word.replace("-", "_") for word in words if word != "--json"] or names()
    unknown = [name for name in wanted if name not in names()]
    if unknown:
        sys.stderr.write(f"error: there is no benchmark {unknown[0]!r}; there are {', '.join(names())}\n")
        return 2
    told: dict[str, Any] = {}
    for name in wanted:
        what, report = _measured(name)
        told[name] = {"what": what, **report.to_json()}
        if not as_json:
            sys.stdout.write(f"{name}: {what}\n{report}\n")
            sys.stdout.flush()
    if as_json:
        sys.stdout.write(json.dumps(told, ensure_ascii=False, indent=2) + "\n")
    return 0


def _measured(name: str) -> tuple[str, Report]:
    try:
        what, measure = load(name)
    except ImportError as error:
        return name, Report(missing=(f"it needs the development tools (`make setup`): {error}",))
    return what, measure()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
