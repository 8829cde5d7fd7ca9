"""The contract on the stand-in of YouTube: a film of three parts, a thumbnail, a playlist."""

from collections.abc import Mapping
from typing import Any

from channels.channel import Adapter
from channels.sandbox.stage import Seat
from channels.youtube.adapter import YouTube
from channels.youtube.sandbox import PLAYLIST_ID
from tests.channels.contract.harness import Harness
from tests.channels.contract.suite import Contract


class Studio(Harness):
    kind = "youtube"
    shapes = ("film",)
    publishing = {
        "videos.start": "film",
        "thumbnails.set": "film",
        "captions.insert": "film",
        "playlist.insert": "film",
        "videos.chunk": "film",
    }
    revising = {"videos.update": "film"}
    retracting = {"videos.delete": "film"}
    finding = ("channels.list", "playlist.list", "videos.list")
    checking = ("channels.list",)
    refusing = ("videos.start", "invalidTitle")

    def made_adapter(self) -> Adapter:
        return YouTube(chunk=256 * 1024)

    def seat(self, base: str) -> Seat:
        seat = super().seat(base)
        return Seat({**seat.settings, "playlist_id": PLAYLIST_ID}, seat.secrets)

    def hide(self) -> None:
        self.stage.list_lag = 10**6

    def reveal(self) -> None:
        self.stage.list_lag = 0

    def empty_pages(self) -> None:
        self.order("playlist.list", "empty-page")

    def lose(self) -> str:
        """The last part is taken and its answer lost; afterwards the session is forgotten, so only the list can tell."""
        self.adapter = YouTube(chunk=1024 * 1024)
        self.order("videos.chunk", "accept-then-drop")
        self.order("videos.query", "session-gone")
        return "film"

    def break_account(self) -> None:
        self.order("token", "invalid-grant", times=100)

    def is_labelled(self, thing: Mapping[str, Any]) -> bool:
        return bool(thing.get("synthetic"))


class TestContract(Contract):
    of = Studio
