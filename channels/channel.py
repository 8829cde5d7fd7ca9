"""What every channel is made of: its manifest, the adapter's contract, and the values that pass between them and us."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from importlib import import_module
from typing import Any, Protocol
from urllib.parse import urlsplit

from channels.wire import Wire
from formatters.rendition import Limits, Rendition
from formatters.sentence import Sentence
from formatters.story import Blob

DAY = 86_400  # seconds


class Remote(StrEnum):
    """What the channel says of an object of ours."""

    LIVE = "live"  # the public can see it
    PROCESSING = "processing"  # the channel has it and is still working on it
    REFUSED = "refused"  # the channel had it and turned it down
    GONE = "gone"  # it is not there (any more)


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the channel gave back. `remote_id` is theirs ("" while they have given none), `url` is where the public sees it.

    `handle` is what the adapter needs to go on while `processing` (a token, a session's name): never a secret.
    `evidence` is JSON kept with the attempt. `todo` says what is left for a person to do by hand.
    """

    state: Remote
    remote_id: str = ""
    url: str = ""
    handle: str = ""
    evidence: Mapping[str, Any] = field(default_factory=dict)
    todo: Sentence | None = None


@dataclass(frozen=True, slots=True)
class Unfinished:
    """What `find` gives when it proves absence at once: a session known to be incomplete. Publishing again resumes it."""

    evidence: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Health:
    """What `check` found: whether the account works, as whom, what it may do, and when that ends."""

    ok: bool
    name: str = ""
    may: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    expires_at: datetime | None = None
    say: Sentence | None = None
    evidence: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Parcel:
    """What the adapter is handed to send. `blobs` holds the bytes of every cut and of the film, by SHA-256.

    `address(sha256)` gives the public, unguessable address under which the platform can fetch those bytes from us.
    `modified` is when this revision was made; `identifier` and `revision` name it for channels that keep revisions.
    """

    identifier: str
    revision: int
    modified: datetime
    rendition: Rendition
    blobs: Mapping[str, Blob] = field(default_factory=dict)
    address: Callable[[str], str] = field(default=lambda sha256: "")


class Credentials(Mapping[str, str]):
    """An account's secrets. Reads like a dict; its repr and str show only the names."""

    def __init__(self, secrets: Mapping[str, str]) -> None:
        self._secrets = dict(secrets)

    def __getitem__(self, name: str) -> str:
        return self._secrets[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._secrets)

    def __len__(self) -> int:
        return len(self._secrets)

    def __repr__(self) -> str:
        return f"Credentials({', '.join(f'{name}=•••' for name in sorted(self._secrets))})"

    __str__ = __repr__


class Vault(Protocol):
    """Where an account's credentials are kept, encrypted."""

    def read(self) -> Credentials:
        """The credentials as they are now; read again rather than remembered."""

    def rotate(self, stale: Credentials, renew: Callable[[Credentials], Mapping[str, str]]) -> Credentials:
        """Replace `stale` by what `renew` returns, under this account's lock and committed before it is returned.

        When somebody else has replaced them meanwhile, `renew` is not called and the newer ones are returned.
        `renew` may raise; nothing is changed then.
        """


class Memo(Protocol):
    """The progress of one delivery, encrypted, committed at once: what a killed worker's successor goes on from."""

    def read(self) -> dict[str, Any]:
        """What was written last; {} at first."""

    def write(self, value: dict[str, Any]) -> None:
        """Replace it."""


class Meter(Protocol):
    """Quota of the account, reserved before it is spent."""

    def reserve(self, bucket: str, cost: int, *, limit: int, ends: datetime) -> None:
        """Take `cost` from `bucket`, whose window of at most `limit` ends at `ends`. Throttled when that is too much."""


class Access(Protocol):
    """The only way out of pure code, handed in by the scheduler for one act on one account."""

    @property
    def settings(self) -> Mapping[str, Any]:
        """The account's settings with the channel's defaults filled in, typed as the manifest says."""

    @property
    def vault(self) -> Vault: ...

    @property
    def memo(self) -> Memo: ...

    @property
    def meter(self) -> Meter: ...

    @property
    def wire(self) -> Wire: ...

    def now(self) -> datetime:
        """The time, aware, UTC."""

    def taken(self, remote_id: str) -> bool:
        """Whether another delivery of this account already holds a receipt for this object."""


class Adapter(Protocol):
    """Our words ↔ theirs. Stateless. It never retries; it raises the errors of `channels.errors` and nothing else.

    `publish` may be called again after a NotAccepted error or after proven absence, and then goes on from the memo.
    `status` and `find` only read. `revise` and `retract` are idempotent.
    """

    def publish(self, parcel: Parcel, key: str, access: Access) -> Receipt:
        """Make it public. OutcomeUnknown when an answer was lost after bytes had left."""

    def status(self, receipt: Receipt, access: Access) -> Receipt:
        """What the channel says of it now."""

    def find(self, key: str, parcel: Parcel, since: datetime, access: Access) -> Receipt | Unfinished | None:
        """Look for an object that bears `key`, was created at or after `since`, and is not `taken`. None: not there."""

    def revise(self, receipt: Receipt, parcel: Parcel, access: Access) -> Receipt:
        """Change the live object to the parcel. What the channel cannot change is left in `todo`."""

    def retract(self, receipt: Receipt, access: Access) -> Receipt:
        """Take it away from the public. An object that is already gone counts as done."""

    def check(self, access: Access) -> Health:
        """Whether the credentials work, what they may do and when they end. Publishes nothing."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting or secret of an account on this channel. `least` and `most` bound a whole number, both included."""

    name: str
    help: Sentence
    default: str | int | None = None
    required: bool = False
    secret: bool = False
    least: int = 0
    most: int = 2**31 - 1

    @property
    def is_address(self) -> bool:
        """Whether it is a web address: its default is one, or its name says so."""
        return self.name.endswith("_url") or str(self.default or "").startswith("http")

    def settle(self, value: Any) -> Any:
        """`value` as its type. ValueError when it is no whole number within the bounds, or no http(s) address with a host.

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


@dataclass(frozen=True, slots=True)
class Can:
    """What the channel can do besides publishing; what it cannot has its reason in `why`, by the verb's name."""

    find: bool = True
    revise: bool = True
    retract: bool = True
    why: Mapping[str, Sentence] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Channel:
    """The manifest of a kind of channel. `adapter` is "module:Class"; `defaults` fills the four settings every kind has.

    settle_seconds: how long before absence may be believed · timeout_seconds: for one answer · retry_seconds: the first
    back-off · spacing_seconds: between two deliveries of the account.
    """

    kind: str
    label: str
    form: str
    limits: Limits
    adapter: str
    settings: tuple[Setting, ...] = ()
    can: Can = Can()
    settle: timedelta = timedelta(seconds=120)
    timeout: timedelta = timedelta(seconds=30)
    retry: timedelta = timedelta(seconds=30)
    spacing: timedelta = timedelta(0)

    def load(self) -> Adapter:
        """The adapter, imported when first needed."""
        module, _, name = self.adapter.partition(":")
        adapter: Adapter = getattr(import_module(module), name)()
        return adapter

    @property
    def schema(self) -> tuple[Setting, ...]:
        """Its own settings and the four that every kind has."""
        return (*self.settings, *_common(self))

    def settle_settings(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """`given` with the defaults filled in and numbers read as numbers.

        ValueError names a setting that is unknown, missing, not of its type or out of its bounds.
        """
        known = {setting.name: setting for setting in self.schema if not setting.secret}
        for name in given:
            if name not in known:
                raise ValueError(f"{self.kind} has no setting {name!r}; it has {', '.join(sorted(known))}")
        settled: dict[str, Any] = {}
        for name, setting in known.items():
            value = given.get(name, setting.default)
            if setting.required and (value is None or not str(value).strip()):
                raise ValueError(f"{self.kind} needs the setting {name!r}: {setting.help.en}")
            settled[name] = setting.settle(value)
        return settled


def _common(channel: Channel) -> tuple[Setting, ...]:
    def seconds(name: str, value: timedelta, least: int, most: int, vi: str, en: str) -> Setting:
        return Setting(name, Sentence(vi, en), default=int(value.total_seconds()), least=least, most=most)

    return (
        seconds(
            "settle_seconds",
            channel.settle,
            0,
            7 * DAY,
            "Sau bao lâu mới được tin là không có trên kênh.",
            "How long before absence may be believed.",
        ),
        seconds("timeout_seconds", channel.timeout, 1, 600, "Chờ trả lời tối đa.", "How long to wait for one answer."),
        seconds("retry_seconds", channel.retry, 1, DAY, "Lần chờ đầu trước khi gửi lại.", "The first back-off."),
        seconds(
            "spacing_seconds",
            channel.spacing,
            0,
            DAY,
            "Khoảng cách giữa hai bài của tài khoản.",
            "Between two deliveries of the account.",
        ),
    )
