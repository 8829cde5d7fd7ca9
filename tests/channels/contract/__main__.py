"""`python -m tests.channels.contract`: run the suite for every channel and write docs/channels.md."""

from __future__ import annotations

import sys
from importlib import import_module

from tests.channels.contract.running import ROOT, run


def main() -> str | int:
    """The exit code, or what failed."""
    results = run()
    page = import_module("tests.channels.contract.page").page  # only now: the run has set Django up
    (ROOT / "docs" / "channels.md").write_text(page(results), encoding="utf-8")
    failed = sorted(f"{kind}: {fact}" for (fact, kind), passed in results.items() if not passed)
    print(f"docs/channels.md: {len(results)} facts, {len(failed)} failed")
    return "\n".join(failed) or 0


if __name__ == "__main__":
    sys.exit(main())
