"""The contract on the stand-in of a Facebook Page."""

from channels.facebook.sandbox import APP_ID, APP_SECRET, PAGE_ID, TOKEN
from channels.sandbox.stage import Seat
from tests.channels.contract.harness import Harness
from tests.channels.contract.suite import Contract


class Page(Harness):
    kind = "facebook"
    publishing = {"photos.create": "picture", "photos.upload": "pictures", "feed.create": "words"}
    revising = {"post.edit": "words"}
    retracting = {"post.delete": "words"}
    finding = ("posts.list",)
    checking = ("page.read",)
    refusing = ("feed.create", "100/1349125")

    def seat(self, base: str) -> Seat:
        settings = {"page_id": PAGE_ID, "graph_url": base, "video_url": base, "app_id": APP_ID}
        return Seat(settings, {"access_token": TOKEN, "app_secret": APP_SECRET})

    def hide(self) -> None:
        self.stage.lag = 10**6

    def reveal(self) -> None:
        self.stage.lag = 0

    def empty_pages(self) -> None:
        self.stage.empty_pages = 3


class TestContract(Contract):
    of = Page
