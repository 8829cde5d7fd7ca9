"""What is said of a setting that cannot be used."""

from __future__ import annotations


class BadSetting(Exception):
    """A setting, or a file of the home, cannot be used; the message names it and what it should be, never its value."""
