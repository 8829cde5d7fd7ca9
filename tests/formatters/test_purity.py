"""Formatters are values in, values out: they work where Django, sockets and the clock cannot be imported by them."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import formatters

ROOT = Path(formatters.__file__).parent
FORBIDDEN = {
    "django",
    "celery",
    "requests",
    "socket",
    "os",
    "time",
    "random",
    "http",
    "channels",
    "scheduler",
    "syndication",
}


def test_no_file_imports_what_is_forbidden_and_only_pixels_meets_pillow() -> None:
    for path in ROOT.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            roots = {name.split(".")[0] for name in names}
            assert not roots & FORBIDDEN, f"{path.name} imports {roots & FORBIDDEN}"
            assert "PIL" not in roots or path.parent.name == "pixels"


def test_a_story_is_told_with_django_and_sockets_blocked() -> None:
    script = (
        "import sys\n"
        "for name in ('django', 'celery', 'requests', 'socket', '_socket'): sys.modules[name] = None\n"
        "from tests.formatters.stories import LIMITS, story_of\n"
        "from formatters.forms import tell\n"
        "from formatters.pixels import default_cover\n"
        "assert tell('post', story_of(), LIMITS['post']).text and default_cover()\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT.parent, check=False)
    assert done.returncode == 0, done.stderr
