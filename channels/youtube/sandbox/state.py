"""All that the stand-in remembers, and the switches that change how it behaves from now on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date

from werkzeug.wrappers import Request

from channels.sandbox.stage import Stage
from channels.youtube.sandbox.quota import COSTS, INVALID, LIMITS, pacific_day
from channels.youtube.sandbox.reasons import Refusal, refused
from channels.youtube.sandbox.uploads import Session, Uploads
from channels.youtube.sandbox.videos import Video

PLAYLIST_ID = "PLsandboxSandboxSandboxSB"

# Set for good by the fault "set:<switch>=<value>".
SWITCHES = {
    "polls": "how often a new video is still seen processing (1)",
    "processing_seconds": "how long a new video is processed at least (0)",
    "destiny": "how the processing of new videos ends: processed, failed:<reason> or rejected:<reason>",
    "default_privacy": "what a video becomes that is sent without privacyStatus (public)",
    "list_lag": "after how many seconds a fresh upload shows up in the list of uploads (0; really seconds to minutes)",
    "search_lag": "after how many seconds search.list knows an upload (600)",
    "signed_up": "whether the account has a channel (true)",
    "phone_verified": "whether the channel may set thumbnails (true)",
    "long_uploads": "longUploadsStatus: allowed, eligible or disallowed",
    "thumbnails_per_hour": "above it 429 uploadRateLimitExceeded (50)",
    "uploads_per_day": "of the channel in 24 hours, above it 400 uploadLimitExceeded (50)",
    "calls_per_minute": "above it 403 rateLimitExceeded (0: any number)",
    "quota_uploads": "the day's bucket of videos.insert (100)",
    "quota_searches": "the day's bucket of search.list (100)",
    "quota_units": "the day's bucket of everything else (10000)",
    "testing": "the consent screen is in “Testing”: a refresh token ends after 7 days (false)",
    "fewer_scopes": "the person grants less than was asked for (false)",
}
_BUCKETS = {"quota_uploads": "videos.insert", "quota_searches": "search.list", "quota_units": "units"}


@dataclass
class Caption:
    """One caption track of a video."""

    id: str
    video: str
    language: str
    name: str
    draft: bool
    data: bytes
    updated: float
    deleted: bool = False


@dataclass
class Playlist:
    """A playlist of the channel, beside the list of uploads."""

    id: str
    title: str
    description: str = ""
    privacy: str = "public"


@dataclass
class State(Stage):
    """The channel, its project and its people. `spent` and `limits`: the quota of the day, by bucket."""

    kind: str = "youtube"
    polls: int = 1
    processing_seconds: float = 0.0
    destiny: str = "processed"
    default_privacy: str = "public"
    list_lag: float = 0.0
    search_lag: float = 600.0
    signed_up: bool = True
    phone_verified: bool = True
    long_uploads: str = "allowed"
    thumbnails_per_hour: int = 50
    uploads_per_day: int = 50
    calls_per_minute: int = 0
    testing: bool = False
    fewer_scopes: bool = False
    videos: list[Video] = field(default_factory=list)
    captions: list[Caption] = field(default_factory=list)
    playlists: dict[str, list[str]] = field(default_factory=lambda: {PLAYLIST_ID: []})
    playlist_facts: dict[str, Playlist] = field(
        default_factory=lambda: {PLAYLIST_ID: Playlist(PLAYLIST_ID, "Tin video của Bộ")}
    )
    uploads: Uploads = field(default_factory=Uploads)
    spent: dict[str, int] = field(default_factory=dict)
    limits: dict[str, int] = field(default_factory=lambda: dict(LIMITS))
    calls: list[float] = field(default_factory=list)
    thumbnails: list[float] = field(default_factory=list)
    day: date | None = None

    def named(self, video_id: str) -> Video:
        """The video of this id. 404 when there is none (any more)."""
        for video in self.videos:
            if video.id == video_id and not video.deleted:
                return video
        raise refused("videoNotFound")

    def tracks(self, video_id: str) -> list[Caption]:
        """The caption tracks of a video."""
        return [track for track in self.captions if track.video == video_id and not track.deleted]

    def settle(self) -> None:
        """Let come true what the clock has brought: a new day of quota, videos whose time to be public has come."""
        now = self.clock()
        if self.day != pacific_day(now):
            self.day = pacific_day(now)
            self.spent.clear()
        for video in self.videos:
            video.settle(now)

    def afford(self, operation: str) -> None:
        """Refusal when the bucket of this operation does not hold its cost any more, or calls come too fast."""
        now = self.clock()
        self.calls = [*(at for at in self.calls if at > now - 60), now]
        if 0 < self.calls_per_minute < len(self.calls):
            raise refused("rateLimitExceeded")
        bucket, cost = COSTS.get(operation, ("", 0))
        if bucket and self.spent.get(bucket, 0) + cost > self.limits[bucket]:
            raise refused("quotaExceeded")

    def spend(self, operation: str, *, invalid: bool = False) -> None:
        """Take the cost of this operation; an invalid request costs at least one."""
        bucket, cost = COSTS.get(operation, ("", 0))
        if bucket:
            self.spent[bucket] = self.spent.get(bucket, 0) + (min(cost, INVALID) if invalid else cost)

    def switch(self, order: str) -> None:
        """Set one of SWITCHES: "name=value"."""
        name, _, text = order.partition("=")
        if name not in SWITCHES:
            raise Refusal(400, "badRequest", f"There is no switch {name!r}; there are {', '.join(SWITCHES)}.")
        try:
            if name in _BUCKETS:
                self.limits[_BUCKETS[name]] = int(text)
                return
            now = getattr(self, name)
            value = text.lower() in ("true", "1", "yes") if isinstance(now, bool) else type(now)(text)
        except ValueError:
            raise Refusal(400, "badRequest", f"The switch {name} is a number, not {text!r}.") from None
        setattr(self, name, value)

    def session(self, request: Request) -> Session:
        """The upload session that this request names."""
        return self.uploads.named(request, self.clock())

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Let others in while bytes are awaited: whoever answers holds the lock, and a client may be slow or dead."""
        self.lock.release()
        try:
            yield
        finally:
            self.lock.acquire()
