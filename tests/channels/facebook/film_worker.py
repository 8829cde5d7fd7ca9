"""A worker in a process of its own, to be killed and measured: publishes one film with a memo that outlives it.

`python -m tests.channels.facebook.film_worker URL FILM MEMO [within BYTES | after BYTES]`; it prints one JSON line: its memory
(bytes, idle and at the peak) and the receipt. With `within` it stands still while reading the film at that byte, in the middle
of a part; with `after` once a part that ends at or beyond it is in the memo. It says so, and waits to be killed.
"""

from __future__ import annotations

import json
import os
import sys
import time
from hashlib import file_digest
from pathlib import Path
from typing import Any, BinaryIO, cast

from channels.channel import Parcel
from channels.facebook.adapter import Facebook
from channels.facebook.sandbox.tokens import APP_ID, APP_SECRET, PAGE_ID, TOKEN
from channels.wire import Guard, Wire
from formatters.rendition import Rendition
from formatters.story import Blob, Film
from tests.support.access import MemoryAccess, MemoryMemo, access_to, parcel_of

KEY = "https://moha.gov.vn/tin-tuc/video-57695"


class FileMemo(MemoryMemo):
    """A memo in a file, replaced whole at each write."""

    def __init__(self, path: Path, stop_after: int | None) -> None:
        super().__init__(json.loads(path.read_text()) if path.exists() else {})
        self.path, self.stop_after = path, stop_after

    def write(self, value: dict[str, Any]) -> None:
        super().write(value)
        fresh = self.path.with_suffix(".new")
        fresh.write_text(json.dumps(value))
        fresh.replace(self.path)
        if self.stop_after is not None and value.get("film", {}).get("offset", 0) >= self.stop_after:
            stand_still()


class Stopping:
    """A file that stands still once the byte `at` would be read."""

    def __init__(self, path: Path, at: int | None) -> None:
        self.file, self.at = path.open("rb"), at

    def read(self, size: int) -> bytes:
        if self.at is not None and self.file.tell() <= self.at < self.file.tell() + size:
            stand_still()
        return self.file.read(size)

    def seek(self, to: int) -> int:
        return self.file.seek(to)

    def __enter__(self) -> Stopping:
        return self

    def __exit__(self, *exc: object) -> None:
        self.file.close()


def stand_still() -> None:
    """Say so, and wait for the end."""
    print("standing still", flush=True)
    time.sleep(600)


def memory(name: str) -> int:
    """VmRSS or VmHWM of this process, in bytes."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith(name):
            return int(line.split()[1]) * 1024
    raise RuntimeError(f"no {name}")


def account(url: str, memo: FileMemo) -> MemoryAccess:
    """An account on the stand-in at `url`."""
    settings = {"page_id": PAGE_ID, "graph_url": url, "video_url": url, "app_id": APP_ID}
    access = access_to("facebook", settings, {"access_token": TOKEN, "app_secret": APP_SECRET})
    access.memo, access.wire = memo, Wire(Guard(["127.0.0.1"]), timeout=60)
    return access


def parcel(path: Path, within: int | None) -> Parcel:
    """The film at this path, and a text."""
    with path.open("rb") as stream:
        digest = file_digest(stream, "sha256").hexdigest()
    size = path.stat().st_size
    blob = Blob(digest, "video/mp4", size, lambda: cast(BinaryIO, Stopping(path, within)))
    rendition = Rendition("post", "vi", "Video", f"Mời xem {KEY}", "", KEY, film=Film(digest, "video/mp4", size, 60.0))
    return parcel_of(rendition, blob)


def main() -> None:
    url, film, memo, *stop = sys.argv[1:]
    at = int(stop[1]) if stop else None
    access = account(url, FileMemo(Path(memo), at if stop[:1] == ["after"] else None))
    told = parcel(Path(film), at if stop[:1] == ["within"] else None)
    Facebook().check(access)  # whatever is loaded only when first needed is loaded now
    idle = memory("VmRSS")
    Path("/proc/self/clear_refs").write_text("5")  # the peak counts from here
    receipt = Facebook().publish(told, KEY, access)
    peak = memory("VmHWM")
    print(json.dumps({"idle": idle, "peak": peak, "pid": os.getpid(), "video": receipt.handle}), flush=True)


if __name__ == "__main__":
    main()
