"""All that the stand-in holds and every switch that a test or a person may set on it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from channels.facebook.sandbox.spool import Spool
from channels.facebook.sandbox.things import Film, Photo, Post, Upload
from channels.facebook.sandbox.tokens import APP_ID, PAGE_ID, Page, Token, pages, table
from channels.sandbox.stage import Stage

MEGABYTE = 1024 * 1024
DAY = 86_400

SWITCHES = {
    "lag": "seconds until a new post can be read, by its id and in lists",
    "empty_pages": "so many pages without entries come before a list's first entries, each with a `next`",
    "most_listed": "a list of posts never goes further than so many",
    "most_bytes": "a photo of more bytes is refused with 1366046",
    "most_upload": "one request with more bytes of files is answered 413 with an empty body",
    "most_video": "a video of more bytes is refused",
    "chunk": "bytes that each `transfer` of a video is offered",
    "processing": "seconds that a video is processed after it was finished",
    "processing_reads": "so many readings of its status say `processing`, however much time has gone",
    "phase_word": "how a phase that is over is called: complete or completed",
    "error_data_as_text": "error_data is JSON in a string instead of an object",
    "videos_as_reels": "a video's post is not in the lists of posts, only in video_reels",
    "sessions_signed": "the id of an upload session ends in ?sig=…, which must be sent back as it is",
    "schedule_days": "the farthest that a post may be scheduled: Meta says 30 in one place and 75 in another",
    "require_proof": "the app's setting Require App Secret: every call needs its appsecret_proof",
    "usage": "percent of the calls used up, told in the three usage headers; 0 tells nothing, from 100 on all is refused",
    "usage_headers": "which of them are sent: any of app, business, page, with commas",
    "regain": "minutes until access is regained; each call while refused adds one",
    "budget": "so many calls in 24 hours are 100 percent; 0 does not count",
    "oldest": "the oldest version that is still there; older ones are refused with 2635",
    "version_dates": "versions end on the days that Meta has announced, by the stand-in's clock",
    "hook_copies": "each webhook is sent so many times",
    "drifts": "a version that has ended is served all the same, by the oldest one, as facebook-api-version tells",
}


@dataclass
class World(Stage):
    """The state and the switches (`SWITCHES` says what each does). `fetch` gets the bytes at an address sent as `url`.

    Without `fetch`, only this machine's own addresses are fetched.
    """

    kind: str = "facebook"
    lag: float = 0.0
    empty_pages: int = 0
    most_listed: int = 600
    most_bytes: int = 4_000_000
    most_upload: int = 1024 * MEGABYTE
    most_video: int = 10 * 1024 * MEGABYTE
    chunk: int = 4 * MEGABYTE
    processing: float = 1.0
    processing_reads: int = 0
    phase_word: str = "complete"
    error_data_as_text: bool = False
    videos_as_reels: bool = False
    sessions_signed: bool = False
    schedule_days: int = 30
    require_proof: bool = False
    usage: int = 0
    usage_headers: str = "app,business,page"
    regain: int = 0
    budget: int = 0
    oldest: str = ""
    version_dates: bool = False
    drifts: bool = False
    hook_copies: int = 1
    fetch: Callable[[str], bytes] | None = None
    posts: dict[str, Post] = field(default_factory=dict)
    photos: dict[str, Photo] = field(default_factory=dict)
    films: dict[str, Film] = field(default_factory=dict)
    uploads: dict[str, Upload] = field(default_factory=dict)
    pages: dict[str, Page] = field(default_factory=pages)
    tokens: dict[str, Token] = field(default_factory=dict)
    codes: dict[str, dict[str, Any]] = field(default_factory=dict)
    calls: list[float] = field(default_factory=list)
    subscribed: dict[str, list[str]] = field(default_factory=dict)
    hooks: dict[str, dict[str, Any]] = field(default_factory=dict)
    spool: Spool = field(default_factory=Spool)
    numbers: count[int] = field(default_factory=lambda: count(1))

    def __post_init__(self) -> None:
        if not self.tokens:
            self.tokens = table(self.clock())

    def new_post(self, message: str, *, page: str = PAGE_ID, app: str = APP_ID, **more: Any) -> Post:
        """A post that is there from now on. Its photos are taken."""
        now = self.clock()
        number = f"{page}_1221{len(self.posts) + 1:011d}"
        post = Post(
            number, message, now, **{"page": page, "app": app, "author": page, "updated": now, "made": now, **more}
        )
        self.posts[post.id] = post
        for photo in post.photos:
            self.photos[photo].post = post.id
        return post

    def notify(self, verb: str, post: Post) -> None:
        """Something became of a post: "add", "edited" or "remove"."""

    def tick(self) -> None:
        """Publish what was scheduled for a time that has come."""
        now = self.clock()
        for post in self.posts.values():
            if post.scheduled_at is not None and not post.published and not post.deleted and now >= post.scheduled_at:
                post.published, post.at, post.scheduled_at = True, post.scheduled_at, None
                if post.film:
                    self.films[post.film].published = True
                self.notify("add", post)

    def film_state(self, film: Film) -> str:
        """ "uploading", "processing", "ready" or "error"."""
        if film.finished_at is None:
            return "uploading"
        if self.clock() - film.finished_at < self.processing or film.reads < self.processing_reads:
            return "processing"
        return "error" if film.broken or film.refused else "ready"

    def is_public(self, post: Post) -> bool:
        """Whether everybody can see it."""
        ready = not post.film or self.film_state(self.films[post.film]) == "ready"
        return post.published and not post.deleted and not post.hidden and ready

    def readable(self, post: Post) -> bool:
        """Whether the read-back lag is over."""
        return not post.deleted and self.clock() - post.made >= self.lag
