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
    more_faults = (
        *("1", "2", "4", "10", "17", "32", "33", "100", "100/33", "102", "104", "190", "190/460", "190/463", "190/467"),
        *("200", "240", "283", "341", "352", "368", "459", "506", "506/1455006", "613", "803", "1366046", "1609005"),
        *(
            "2635",
            "6000/1363030",
            "390",
            "1363021",
            "1363037",
            "80001",
            "accept-then-1",
            "accept-then-2",
            "accept-then-506",
        ),
    )
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
