"""`syndication bench`: the benchmarks of the source tree, each in a process of its own that touches no instance."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer

import syndication
from formatters.sentence import Sentence
from syndication.cli import out

TREE = Path(syndication.__file__).parent.parent
NO_TREE = Sentence(
    "Các phép đo nằm trong mã nguồn, không có trong bản cài đặt; hãy chạy từ thư mục mã nguồn.",
    "The benchmarks are part of the source tree, not of an installed program; run this from a checkout.",
)


def bench(
    names: Annotated[list[str] | None, typer.Argument(metavar="[NAME…]", help="Which; all of them by default.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> int:
    """Measure, each figure as a ratio against a named opponent in the same run.

    Example: syndication bench dispatch --json
    """
    if not (TREE / "bench" / "__main__.py").exists():
        raise out.Mistake(NO_TREE)
    words = [sys.executable, "-W", "ignore", "-m", "bench", *(names or []), *(["--json"] if as_json else [])]
    sys.stdout.flush()
    return subprocess.run(words, cwd=TREE, check=False).returncode  # noqa: S603 - our own program, no shell
