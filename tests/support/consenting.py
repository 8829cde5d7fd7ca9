"""A channel that people connect, whose platform says what a test wants: for everything around a consent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, ClassVar
from urllib.parse import urlencode

from channels.channel import Health
from channels.consent import Asked, Asking, Choice, Granted
from channels.setting import Setting
from formatters.sentence import Sentence
from scheduler.models import Account
from tests.support.scripted import Script, playing

VERIFIER = "verifier-that-nobody-may-see"
CODE = "code-that-nobody-may-see"
TOKEN = "token-that-nobody-may-see"
PLACE = "https://platform.example/dialog"


def page(number: int, *, missing: tuple[str, ...] = ()) -> Choice:
    """One page that the person manages."""
    return Choice(
        str(number),
        f"Trang {number}",
        settings={"page_id": str(number)},
        secrets={"access_token": f"{TOKEN}-{number}"},
        granted=("read", "post"),
        missing=missing,
    )


@dataclass
class Platform:
    """What the platform gives: `choices` for the code, `health` when it is asked how the account is."""

    choices: list[Choice] = field(default_factory=lambda: [page(1)])
    owner: str = "Nguyễn Thị Lan"
    error: Exception | None = None
    health: Health | Exception = field(default_factory=lambda: Health(ok=True, name="Trang 1", may=("post",)))
    redeemed: list[tuple[Mapping[str, str], Mapping[str, str], Asking]] = field(default_factory=list)


class ScriptedConsent:
    """The consent: an address with the state, and whatever `platform` gives for the answer."""

    platform: ClassVar[Platform]

    def ask(self, asking: Asking, state: str) -> Asked:
        query = urlencode({"state": state, "redirect_uri": asking.redirect_uri, "code_challenge": "c"})
        return Asked(f"{PLACE}?{query}", {"verifier": VERIFIER})

    def redeem(self, asking: Asking, kept: Mapping[str, str], answer: Mapping[str, str]) -> Granted:
        self.platform.redeemed.append((kept, answer, asking))
        if self.platform.error is not None:
            raise self.platform.error
        return Granted(tuple(self.platform.choices), self.platform.owner)


def _setting(name: str, *, secret: bool = False) -> Setting:
    return Setting(name, Sentence(f"{name} là gì", f"what {name} is"), default=None if secret else "", secret=secret)


@contextmanager
def consenting(**changes: Any) -> Iterator[Platform]:
    """While in the block there is a channel `scripted` that people connect to this platform."""
    platform = Platform()
    ScriptedConsent.platform = platform

    def check(_access: Any) -> Health:
        if isinstance(platform.health, Exception):
            raise platform.health
        return platform.health

    given: dict[str, Any] = {
        "consent": "tests.support.consenting:ScriptedConsent",
        "pasted": ("access_token", "refresh_token"),
        "settings": (
            _setting("page_id"),
            _setting("app_id"),
            _setting("access_token", secret=True),
            _setting("refresh_token", secret=True),
        ),
        **changes,
    }
    with playing(Script(check=[check]), **given):
        yield platform


def connectable(name: str = "page", **fields: Any) -> Account:
    """An account that nobody has connected yet."""
    return Account.objects.create(name=name, channel="scripted", **fields)
