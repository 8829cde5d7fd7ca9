"""Finding the benchmarks by their file names."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from pathlib import Path

from bench.report import Report

NONE = {"report", "registry"}


def names() -> list[str]:
    """Every benchmark there is."""
    found = (module.name for module in pkgutil.iter_modules([str(Path(__file__).parent)]))
    return sorted(name for name in found if name not in NONE and not name.startswith("_"))


def load(name: str) -> tuple[str, Callable[[], Report]]:
    """What it compares, and the function that measures it. ImportError when it needs what is not installed."""
    module = importlib.import_module(f"bench.{name}")
    return (module.__doc__ or name).splitlines()[0], module.measure
