"""One act in a process of its own, its memo and its vault in files, so that it can be killed and another go on.

`python upload_process.py PLAN`: PLAN is JSON with url, film, size, sha256, memo, vault, memory, act ("publish" or "find"), and, to be
killed, die_before_write or die_after_write (the number of the write to the memo). Prints JSON: what came of it. Each line of the
file `memory` is the resident memory before the act and its peak so far, in bytes.
"""

from __future__ import annotations

import json
import os
import re
import signal
import sys
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from channels.access import Credentials
from channels.channel import Parcel, Receipt
from channels.errors import ChannelError
from channels.wire import Guard, Wire
from channels.youtube.adapter import YouTube
from formatters.rendition import Rendition
from formatters.story import Blob
from tests.support.access import MemoryAccess, MemoryMemo, MemoryVault, access_to, film_of, parcel_of

KEY = "https://moha.gov.vn/tin-tuc/57695"
KILOBYTE = 1024


def memory(name: str) -> int:
    """VmRSS (now) or VmHWM (the peak) of this process, bytes."""
    found = re.search(rf"{name}:\s+(\d+) kB", Path("/proc/self/status").read_text())
    assert found
    return int(found[1]) * KILOBYTE


@dataclass
class FileVault(MemoryVault):
    """Reads the file anew each time."""

    path: Path = field(default_factory=Path)

    def read(self) -> Credentials:
        return Credentials(json.loads(self.path.read_text()))


@dataclass
class FileMemo(MemoryMemo):
    """Committed at once, or not at all. May kill its process at an exact write."""

    path: Path = field(default_factory=Path)
    log: Path = field(default_factory=Path)
    idle: int = 0
    die_before: int = 0
    die_after: int = 0

    def read(self) -> dict[str, Any]:
        return json.loads(self.path.read_text()) if self.path.exists() else {}

    def write(self, value: dict[str, Any]) -> None:
        self.writes += 1
        with self.log.open("a") as lines:
            lines.write(f"{self.idle} {memory('VmHWM')}\n")
        if self.writes == self.die_before:
            os.kill(os.getpid(), signal.SIGKILL)
        beside = self.path.with_suffix(".new")
        beside.write_text(json.dumps(value))
        beside.replace(self.path)
        if self.writes == self.die_after:
            os.kill(os.getpid(), signal.SIGKILL)


def access_for(plan: dict[str, Any]) -> MemoryAccess:
    base = f"{plan['url']}/youtube"
    access = access_to("youtube", {"api_url": base, "token_url": f"{base}/token", "privacy": "public"}, {})
    access.wire = Wire(Guard(["127.0.0.1"]), timeout=30)
    access.vault = FileVault({}, path=Path(plan["vault"]))
    access.memo = FileMemo(
        path=Path(plan["memo"]),
        log=Path(plan["memory"]),
        die_before=plan.get("die_before_write", 0),
        die_after=plan.get("die_after_write", 0),
    )
    return access


def parcel_for(plan: dict[str, Any]) -> Parcel:
    path = Path(plan["film"])
    film = Blob(sha256=plan["sha256"], mime="video/mp4", size=plan["size"], open=lambda: path.open("rb"))
    source = f"Nguồn: Cổng thông tin điện tử Bộ Nội vụ — {KEY}"
    rendition = Rendition(
        form="video", language="vi", title="Hội nghị", text=source, attribution=source, link=KEY, film=film_of(film)
    )
    return parcel_of(rendition, film)


def act(plan: dict[str, Any]) -> dict[str, Any]:
    access, parcel, adapter = access_for(plan), parcel_for(plan), YouTube()
    assert isinstance(access.memo, FileMemo)
    idle = access.memo.idle = memory("VmRSS")
    try:
        if plan["act"] == "find":
            found: Any = adapter.find(KEY, parcel, access.now() - timedelta(minutes=10), access)
        else:
            found = adapter.publish(parcel, KEY, access)
    except ChannelError as error:
        return {"kind": error.code, "cause": error.cause}
    with access.memo.log.open("a") as lines:
        lines.write(f"{idle} {memory('VmHWM')}\n")
    remote = found.remote_id if isinstance(found, Receipt) else ""
    return {"kind": type(found).__name__, "remote_id": remote, **({} if remote or not found else found.evidence)}


if __name__ == "__main__":
    print(json.dumps(act(json.loads(sys.argv[1]))))
