"""`python -m tests.channels.contract`: run the suite for every channel and write docs/channels.md."""

from __future__ import annotations

import sys

from tests.channels.contract.page import page
from tests.channels.contract.results import ROOT, run

if __name__ == "__main__":
    results = run()
    (ROOT / "docs" / "channels.md").write_text(page(results), encoding="utf-8")
    failed = sorted(f"{kind}: {fact}" for (fact, kind), passed in results.items() if not passed)
    print(f"docs/channels.md: {len(results)} facts, {len(failed)} failed")
    sys.exit("\n".join(failed) or 0)
