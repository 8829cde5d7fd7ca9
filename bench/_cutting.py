"""`python -m bench._cutting MAKER PHOTO`: how many bytes of memory making the cuts takes at most, beyond the program itself."""

from __future__ import annotations

import re
import sys
from pathlib import Path


def main(maker: str, file: str) -> int:
    """One line: bytes."""
    from bench._makers import MAKERS
    from bench.pictures import plans_of

    data = Path(file).read_bytes()
    plans = plans_of(data)
    before = _highest()
    MAKERS[maker](data, plans)
    sys.stdout.write(f"{_highest() - before}\n")
    return 0


def _highest() -> int:
    """The most that was resident at once, in bytes. Of this program alone: getrusage would count what started it too."""
    told = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text("ascii"))
    return int(told[1]) * 1024 if told else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
