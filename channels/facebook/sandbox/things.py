"""What a Page holds: photos, films, posts, uploads under way."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from channels.facebook.sandbox.tokens import APP_ID, PAGE_ID


@dataclass
class Photo:
    """An uploaded picture. `post` is the id of the post that shows it, "" while unpublished."""

    id: str
    path: Path
    sha256: str
    mime: str
    alt: str
    at: float
    width: int = 0
    height: int = 0
    caption: str = ""
    temporary: bool = False
    post: str = ""
    page: str = PAGE_ID
    deleted: bool = False

    @property
    def data(self) -> bytes:
        """The bytes as they were sent; at most 10 MB."""
        return self.path.read_bytes()


@dataclass
class Film:
    """A video. It has an id from the start of its upload; it is there for the public when posted and `ready`."""

    id: str
    page: str
    at: float
    path: Path
    size: int = 0
    sha256: str = ""
    title: str = ""
    description: str = ""
    category: str = ""
    thumbnail: str = ""  # the id of a photo
    reel: bool = False
    finished_at: float | None = None
    published: bool = True
    scheduled_at: float | None = None
    story: bool = True
    broken: bool = False  # the bytes are no film that can be processed
    refused: bool = False  # ordered: processing ends in an error
    reads: int = 0
    post: str = ""
    app: str = APP_ID
    deleted: bool = False
    history: list[str] = field(default_factory=list)


@dataclass
class Post:
    """A post, as it is now; `history` holds its earlier texts. `app` is the app that made it, "" for a person."""

    id: str
    message: str
    at: float
    link: str = ""
    photos: list[str] = field(default_factory=list)
    film: str = ""
    published: bool = True
    deleted: bool = False
    hidden: bool = False
    scheduled_at: float | None = None
    content_type: str = ""
    story: bool = True  # whether it is in the feed's lists
    app: str = APP_ID
    author: str = PAGE_ID
    page: str = PAGE_ID
    updated: float = 0.0
    made: float = 0.0  # when it came to be: the read-back lag counts from here
    history: list[str] = field(default_factory=list)

    @property
    def kind(self) -> str:
        """ "video", "album", "photo", "link" or "text"."""
        if self.film:
            return "video"
        if self.photos:
            return "photo" if len(self.photos) == 1 else "album"
        return "link" if self.link else "text"


@dataclass
class Upload:
    """A session of bytes on their way: of the classic phases, of the Resumable Upload API (`handle`), or of a reel."""

    id: str
    path: Path
    size: int
    at: float
    film: str = ""
    page: str = ""
    name: str = ""
    mime: str = ""
    handle: str = ""
    closed: bool = False
