"""One setting or secret of an account, as its channel's manifest names it, and what a value for it may be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from formatters.sentence import Sentence


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting or secret of an account on this channel. `least` and `most` bound a whole number, both included.

    `choices`, where there are any, are the only values it takes. `reads`, where it is given, reads the text of the value, and its
    ValueError says what is wrong with it. What is `chosen` comes with connecting the account, which may do without it till then.
    """

    name: str
    help: Sentence
    default: str | int | None = None
    required: bool = False
    chosen: bool = False
    secret: bool = False
    least: int = 0
    most: int = 2**31 - 1
    choices: tuple[str, ...] = ()
    reads: Callable[[str], object] | None = None

    @property
    def is_address(self) -> bool:
        """Whether it is a web address: its default is one, or its name says so."""
        return self.name == "url" or self.name.endswith("_url") or str(self.default or "").startswith("http")

    def settle(self, value: Any) -> Any:
        """`value` as its type. ValueError when it is no whole number within the bounds, none of the choices, no http(s) address
        with a host, or cannot be read.

        An address that may be left out may be empty.
        """
        if isinstance(self.default, int) and value is not None:
            wanted = f"the setting {self.name!r} is a whole number from {self.least} to {self.most}, not {value!r}"
            try:
                number = int(value)
            except ValueError:
                raise ValueError(wanted) from None
            if not self.least <= number <= self.most:
                raise ValueError(wanted)
            return number
        if self.choices and value is not None and str(value) not in self.choices:
            raise ValueError(f"the setting {self.name!r} is one of {', '.join(self.choices)}, not {value!r}")
        if self.reads is not None and value is not None:
            try:
                self.reads(str(value))
            except ValueError as error:
                raise ValueError(f"the setting {self.name!r}: {error}") from None
        if self.is_address and value and not _is_web_address(str(value)):
            raise ValueError(f"the setting {self.name!r} is an http or https address, not {value!r}")
        if self.is_address and self.default and not value:
            raise ValueError(f"the setting {self.name!r} is an http or https address and may not be empty")
        return value


def _is_web_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        sound = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
        return bool(sound) and text.isprintable() and " " not in text
    except ValueError:
        return False
