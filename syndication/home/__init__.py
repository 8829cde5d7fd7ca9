"""Where an instance lives: SYNDICATION_HOME, what is in it, and how its environment is read. Plain Python, no Django."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from syndication.home.keys import KeyRing, make_keys
from syndication.home.setting import BadSetting

__all__ = ["BadSetting", "Home", "find_home", "on_or_off", "positive_seconds"]

T = TypeVar("T")

LONGEST_SOCKET = 100  # bytes; the kernel's limit for a unix socket's path is 107


@dataclass(frozen=True)
class Home:
    """One instance's folder. Everything it owns is below `root`; `env` is its environment, the real one winning."""

    root: Path
    env: Mapping[str, str] = field(repr=False)  # passwords are among it

    def get(self, name: str, default: str = "") -> str:
        """A setting from the environment, else from `.env` in the home, else the default."""
        return self.env.get(name, default)

    def read(self, name: str, as_: Callable[[str], T], default: str, wanted: str) -> T:
        """The setting as `as_` reads it; an empty one counts as absent. BadSetting says it is not `wanted`."""
        try:
            return as_(self.get(name) or default)
        except ValueError:
            raise BadSetting(f"the setting {name} is not {wanted}") from None

    @property
    def media(self) -> Path:
        """Bytes kept by content."""
        return self.root / "media"

    @property
    def logs(self) -> Path:
        """Log files of the parts that `syndication up` starts."""
        return self.root / "logs"

    @property
    def run(self) -> Path:
        """Sockets, the beat's schedule file: worthless after a stop."""
        return self.root / "run"

    @property
    def keys_file(self) -> Path:
        """The generated secret keys, one a line, newest first, mode 0600."""
        return self.root / "keys"

    @property
    def redis_socket(self) -> Path:
        """Where our own redis-server listens; in the temporary folder when the home's path is too long for a socket."""
        socket = self.run / "redis.sock"
        if len(os.fsencode(socket)) <= LONGEST_SOCKET:
            return socket
        short = hashlib.sha256(os.fsencode(self.root)).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"syndication-{os.getuid()}-{short}" / "redis.sock"

    def make(self) -> None:
        """Create the folders that are missing, readable by their owner alone."""
        for folder in (self.root, self.media, self.logs, self.run, self.redis_socket.parent):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)

    @property
    def retired_keys_file(self) -> Path:
        """What keys that were dropped leave behind: enough to know addresses that were given out, too little to decrypt."""
        return self.root / "keys.retired"

    @property
    def keys_are_given(self) -> bool:
        """Whether the keys come from SYNDICATION_SECRET_KEYS, and so cannot be exchanged by us."""
        return bool(self._given_keys())

    def secret_keys(self) -> Sequence[str]:
        """The keys from SYNDICATION_SECRET_KEYS, else from the keys file, which is made when absent and followed as it changes."""
        given = self._given_keys()
        if given:
            return given
        if not self.keys_file.exists():
            self.make()
            make_keys(self.keys_file)
        return KeyRing(self.keys_file)

    def _given_keys(self) -> list[str]:
        return [key.strip() for key in self.get("SYNDICATION_SECRET_KEYS").split(",") if key.strip()]


def find_home(environ: Mapping[str, str]) -> Home:
    """The home that SYNDICATION_HOME names (default ./var), with its `.env` read under the real environment."""
    root = Path(environ.get("SYNDICATION_HOME") or "var").absolute()
    file = root / ".env"
    written = _read_env(_text_of(file)) if file.is_file() else {}
    return Home(root=root, env={**written, **environ})


def positive_seconds(text: str) -> float:
    """A number of seconds, above 0 and up to a day. ValueError for anything else."""
    seconds = float(text)
    if not 0 < seconds <= 86_400:
        raise ValueError(f"{text!r} is not a number of seconds")
    return seconds


def some_seconds(text: str) -> float:
    """A number of seconds, from 0 up to a day. ValueError for anything else."""
    seconds = float(text)
    if not 0 <= seconds <= 86_400:
        raise ValueError(f"{text!r} is not a number of seconds")
    return seconds


def on_or_off(text: str) -> bool:
    """True for "on", False for "off". ValueError for anything else."""
    if text.strip().lower() not in ("on", "off"):
        raise ValueError(f"{text!r} is neither on nor off")
    return text.strip().lower() == "on"


def _text_of(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise BadSetting(f"{file} is not UTF-8 text") from None


def _read_env(text: str) -> dict[str, str]:
    """`NAME=value` lines; blank lines and # comments are passed over, quotes around a value are taken off."""
    found: dict[str, str] = {}
    for line in text.splitlines():
        match = re.match(r"\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=\s*(.*?)\s*$", line)
        if match and not line.lstrip().startswith("#"):
            value = match[2]
            if len(value) >= 2 and value[0] == value[-1] and value[0] in "\"'":
                value = value[1:-1]
            found[match[1]] = value
    return found
