"""What every channel is made of: its manifest, the adapter's contract, and the values that pass between them and us."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from importlib import import_module
from typing import Any, Protocol

from channels.access import Access
from channels.common import common
from channels.consent import Consent
from channels.errors import Unsupported
from channels.hours import check_together
from channels.setting import Setting
from formatters.rendition import Limits, Rendition
from formatters.sentence import Sentence
from formatters.story import Blob

NO_CONSENT = Sentence(
    "Kênh này không có bước cấp quyền qua trình duyệt; hãy đặt khóa bằng lệnh account set.",
    "This channel has no consent in a browser; give its secrets with account set.",
)


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
    `evidence` is JSON kept with the attempt. `todo` says what is left for a person to do by hand. `mend`: it was found again and
    is not whole, and one `revise` with the same parcel would make it so. `text` is what `status` found to be read there now,
    attribution and all, as plain text or with the platform's marks; None where the channel does not give it back.
    """

    state: Remote
    remote_id: str = ""
    url: str = ""
    handle: str = ""
    evidence: Mapping[str, Any] = field(default_factory=dict)
    todo: Sentence | None = None
    mend: bool = False
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Unfinished:
    """What `find` gives when it proves absence at once: a session known to be incomplete. Publishing again resumes it."""

    evidence: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Ending:
    """Something of an account that ends by itself: a token, access to data, a version of the platform's interface."""

    what: Sentence
    at: datetime


@dataclass(frozen=True, slots=True)
class Health:
    """What `check` found: whether the account works, as whom, what it may do, and what of it ends when.

    `say` is the reason why it does not work, or what a person must know; `warnings` is what does not stop it yet.
    """

    ok: bool
    name: str = ""
    may: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    endings: tuple[Ending, ...] = ()
    warnings: tuple[Sentence, ...] = ()
    say: Sentence | None = None
    evidence: Mapping[str, Any] = field(default_factory=dict)

    @property
    def expires_at(self) -> datetime | None:
        """The first of the endings; None when nothing is known to end."""
        return min((ending.at for ending in self.endings), default=None)


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
        """Whether the credentials work, what they may do and what of them ends when. Publishes nothing."""

    def preflight(self, parcel: Parcel, access: Access) -> tuple[Sentence, ...]:
        """What can be known before the time about this parcel that would keep it from going, or from going whole.

        Only reads: quota left, picture addresses the platform will fetch, sizes, lengths. What cannot be asked now is no
        finding, and nothing is raised for it. The credentials are `check`'s.
        """


class Broadcaster(Protocol):
    """An adapter whose channel can push what is live to its followers: irreversible, and only when a person asks for it."""

    def broadcast(self, receipt: Receipt, access: Access) -> Mapping[str, Any]:
        """Push it once; the platform's evidence. Not idempotent: after OutcomeUnknown nobody may simply do it again."""


@dataclass(frozen=True, slots=True)
class Can:
    """What the channel can do besides publishing; what it cannot has its reason in `why`, by the verb's name."""

    find: bool = True
    revise: bool = True
    retract: bool = True
    broadcast: bool = False
    why: Mapping[str, Sentence] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Channel:
    """The manifest of a kind of channel. `adapter` is "module:Class", and so is `consent` where people connect by OAuth.

    `pasted` names the secrets that a person may paste instead. `home` is where citizens see an account, its settings in braces;
    "" when that cannot be told from them. What follows fills the settings every kind has:
    settle_seconds: how long before absence may be believed · timeout_seconds: for one answer · retry_seconds: the first
    back-off · spacing_seconds: between two deliveries of the account · late_hours: how late it may still leave (0: however late) ·
    backlog_seconds: the spacing while there is a backlog.
    """

    kind: str
    label: str
    form: str
    limits: Limits
    adapter: str
    consent: str = ""
    pasted: tuple[str, ...] = ()
    home: str = ""
    settings: tuple[Setting, ...] = ()
    can: Can = Can()
    settle: timedelta = timedelta(seconds=120)
    timeout: timedelta = timedelta(seconds=30)
    retry: timedelta = timedelta(seconds=30)
    spacing: timedelta = timedelta(0)
    late: timedelta = timedelta(hours=24)
    backlog: timedelta = timedelta(seconds=60)

    def load(self) -> Adapter:
        """The adapter, imported when first needed."""
        adapter: Adapter = _made(self.adapter)
        return adapter

    def load_consent(self) -> Consent:
        """How people connect an account. Unsupported when nobody can: its secrets are given by hand."""
        if not self.consent:
            raise Unsupported(f"{self.kind} has no consent", say=NO_CONSENT)
        consent: Consent = _made(self.consent)
        return consent

    @property
    def schema(self) -> tuple[Setting, ...]:
        """Its own settings and those that every kind has (see `channels.common`)."""
        return (
            *self.settings,
            *common(
                settle=self.settle,
                timeout=self.timeout,
                retry=self.retry,
                spacing=self.spacing,
                late=self.late,
                backlog=self.backlog,
            ),
        )

    def settle_settings(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """`given` with the defaults filled in and numbers read as numbers.

        ValueError names a setting that is unknown, missing, not of its type or out of its bounds, or hours that leave no moment.
        """
        known = {setting.name: setting for setting in self.schema if not setting.secret}
        for name in given:
            if name not in known:
                raise ValueError(f"{self.kind} has no setting {name!r}; it has {', '.join(sorted(known))}")
        settled: dict[str, Any] = {}
        for name, setting in known.items():
            value = given.get(name, setting.default)
            if setting.required and (value is None or not str(value).strip()):
                if setting.chosen and value is None:
                    settled[name] = ""
                    continue
                raise ValueError(f"{self.kind} needs the setting {name!r}: {setting.help.en}")
            settled[name] = setting.settle(value)
        check_together(str(settled["posting_slots"] or ""), str(settled["quiet_hours"] or ""))
        return settled

    def address_of(self, given: Mapping[str, Any]) -> str:
        """Where citizens see an account with these settings; "" when it is not known. ValueError as for `settle_settings`."""
        settled = self.settle_settings(given)
        told = {name: str(value or "").rstrip("/") for name, value in settled.items()}
        named = re.findall(r"\{(\w+)\}", self.home)
        derived = self.home.format(**told) if named and all(told[name] for name in named) else ""
        return told["public_url"] or derived


def _made(path: str) -> Any:
    """An object of the class at "module:Class"."""
    module, _, name = path.partition(":")
    return getattr(import_module(module), name)()
