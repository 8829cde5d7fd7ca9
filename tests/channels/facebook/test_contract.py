"""The contract on the stand-in of a Facebook Page."""

from tests.channels.contract.harness import Harness
from tests.channels.contract.parcels import SHAPES
from tests.channels.contract.suite import Contract


class Page(Harness):
    kind = "facebook"
    shapes = SHAPES
    publishing = {
        "photos.create": "picture",
        "photos.upload": "pictures",
        "videos.start": "film",
        "videos.transfer": "film",
        "videos.finish": "film",
        "feed.create": "words",
    }
    revising = {"post.edit": "words", "video.edit": "film"}
    retracting = {"post.delete": "words", "video.delete": "film"}
    finding = ("posts.list",)
    checking = ("page.read",)
    refusing = ("feed.create", "100/1349125")

    def set_up(self) -> None:
        self.stage.chunk = 256 * 1024

    def hide(self) -> None:
        self.stage.lag = 10**6

    def reveal(self) -> None:
        self.stage.lag = 0

    def empty_pages(self) -> None:
        self.stage.empty_pages = 3


class TestContract(Contract):
    of = Page
