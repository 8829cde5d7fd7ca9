"""How a person connects an account by OAuth: the address to open, and what its answer gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from channels.wire import Wire


@dataclass(frozen=True, slots=True)
class Asking:
    """What is on hand while an account is being connected: its settings with defaults, its secrets so far, and the door."""

    settings: Mapping[str, Any]
    secrets: Mapping[str, str]
    wire: Wire
    now: datetime
    redirect_uri: str


@dataclass(frozen=True, slots=True)
class Asked:
    """`url` is for the person's browser and holds no secret. `kept` is needed again with the answer (a PKCE verifier)."""

    url: str
    kept: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing that the person may connect: a Page, an Official Account, a channel.

    `settings` and `secrets` are what the account gets. `granted` and `missing` are the platform's own names of rights.
    """

    id: str
    label: str
    settings: Mapping[str, str] = field(default_factory=dict)
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)
    granted: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Granted:
    """What the person gave: one or more choices, and who they are to the platform ("" when it does not say)."""

    choices: tuple[Choice, ...]
    owner: str = ""


class Consent(Protocol):
    """One channel's way to ask a person. Raises the errors of `channels.errors`; AccountBroken when consent was not given."""

    def ask(self, asking: Asking, state: str) -> Asked:
        """Where the person's browser must go. `state` comes back with the answer."""

    def redeem(self, asking: Asking, kept: Mapping[str, str], answer: Mapping[str, str]) -> Granted:
        """What the answer (the query of the redirect, or the fields that were pasted) gives. A code is good only once."""
