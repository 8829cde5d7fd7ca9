"""An Access for adapter tests: the same contract as the scheduler's, kept in memory, with a clock that can be moved."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from channels.access import Credentials
from channels.channel import Parcel
from channels.errors import Throttled
from channels.registry import channel_of
from channels.wire import Guard, Wire
from formatters.rendition import Cut, Rendition
from formatters.story import Blob, Film


@dataclass
class MemoryVault:
    secrets: dict[str, str]
    rotations: int = 0

    def read(self) -> Credentials:
        return Credentials(self.secrets)

    def rotate(self, stale: Credentials, renew: Callable[[Credentials], Mapping[str, str]]) -> Credentials:
        current = self.read()
        if dict(current) != dict(stale):
            return current
        self.secrets = {**self.secrets, **renew(current)}
        self.rotations += 1
        return self.read()


@dataclass
class MemoryMemo:
    value: dict[str, Any] = field(default_factory=dict)
    writes: int = 0

    def read(self) -> dict[str, Any]:
        return dict(self.value)

    def write(self, value: dict[str, Any]) -> None:
        self.value = dict(value)
        self.writes += 1


@dataclass
class MemoryMeter:
    """`spent` and `resting` by (pool, bucket); windows never end by themselves."""

    spent: dict[tuple[str, str], int] = field(default_factory=dict)
    resting: dict[tuple[str, str], datetime] = field(default_factory=dict)
    now: Callable[[], datetime] = field(default=lambda: datetime.now(UTC))

    def reserve(self, bucket: str, cost: int, *, limit: int, ends: datetime, pool: str = "") -> None:
        self.ready(bucket, pool=pool)
        if self.spent.get((pool, bucket), 0) + cost > limit:
            raise Throttled(f"{bucket} is used up", after=ends - self.now())
        self.spent[pool, bucket] = self.spent.get((pool, bucket), 0) + cost

    def left(self, bucket: str, *, limit: int, ends: datetime, pool: str = "") -> int:
        return max(0, limit - self.spent.get((pool, bucket), 0))

    def rest(self, bucket: str, until: datetime, *, pool: str = "") -> None:
        self.resting[pool, bucket] = until

    def ready(self, bucket: str, *, pool: str = "") -> None:
        until = self.resting.get((pool, bucket))
        if until is not None and until > self.now():
            raise Throttled(f"{bucket} rests", after=until - self.now())


@dataclass
class MemoryAccess:
    settings: dict[str, Any]
    vault: MemoryVault
    memo: MemoryMemo = field(default_factory=MemoryMemo)
    meter: MemoryMeter = field(default_factory=MemoryMeter)
    wire: Wire = field(default_factory=lambda: Wire(Guard(["127.0.0.1"]), timeout=2, pause=0.01))
    receipts: set[str] = field(default_factory=set)
    later: timedelta = timedelta(0)

    def __post_init__(self) -> None:
        self.meter.now = self.now

    def now(self) -> datetime:
        return datetime.now(UTC) + self.later

    def taken(self, remote_id: str) -> bool:
        return remote_id in self.receipts


def access_to(kind: str, settings: Mapping[str, Any], secrets: Mapping[str, str]) -> MemoryAccess:
    """An access to an account of this kind, its settings completed by the manifest's defaults."""
    settled = channel_of(kind).settle_settings(settings)
    wire = Wire(Guard(["127.0.0.1"]), timeout=min(2.0, float(settled["timeout_seconds"])), pause=0.01)
    return MemoryAccess(settings=settled, vault=MemoryVault(dict(secrets)), wire=wire)


def blob_of(data: bytes, mime: str) -> Blob:
    return Blob(sha256=sha256(data).hexdigest(), mime=mime, size=len(data), open=lambda: io.BytesIO(data))


def parcel_of(
    rendition: Rendition,
    *blobs: Blob,
    revision: int = 1,
    identifier: str = "urn:moha:article:57695",
    base: str = "http://127.0.0.1:1",
) -> Parcel:
    return Parcel(
        identifier=identifier,
        revision=revision,
        modified=datetime(2026, 11, 23, 2, 5, tzinfo=UTC),
        rendition=rendition,
        blobs={blob.sha256: blob for blob in blobs},
        address=lambda digest: f"{base}/{digest}.jpg",
    )


def cut_of(blob: Blob, slot: str = "landscape", width: int = 1200, height: int = 630, alt: str = "Ảnh hội nghị") -> Cut:
    return Cut(
        slot=slot,
        source=blob.sha256,
        box=(0, 0, width, height),
        width=width,
        height=height,
        max_bytes=10**6,
        alt=alt,
        sha256=blob.sha256,
        size=blob.size,
    )


def film_of(blob: Blob, seconds: float | None = 3.0) -> Film:
    return Film(sha256=blob.sha256, mime=blob.mime, size=blob.size, seconds=seconds)
