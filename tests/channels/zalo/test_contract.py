"""The contract on the stand-in of a Zalo Official Account."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from channels.zalo.sandbox.broadcasts import HANOI
from tests.channels.contract.harness import Harness
from tests.channels.contract.parcels import SHAPES
from tests.channels.contract.suite import Contract


class OfficialAccount(Harness):
    kind = "zalo"
    shapes = SHAPES
    publishing = {"video.prepare": "film", "article.create": "pictures"}
    pushing = "oa.broadcast"
    revising = {"article.update": "pictures"}
    retracting = {"article.remove": "pictures"}
    finding = ("article.slice", "article.detail")
    checking = ("oa.get",)
    refusing = ("article.create", "standards")
    cannot = {
        "test_an_empty_page_is_not_the_end_of_a_list": "Zalo's list has no next page: it is asked for by offset and total",
        "test_a_delivery_is_live_without_a_person[empty-page]": "Zalo's list has no next page: it is asked for by offset and total",
    }

    def set_up(self) -> None:
        """It is the next morning in Vietnam: by night nothing may be pushed."""
        now = datetime.now(HANOI)
        morning = now.replace(hour=10, minute=0) + timedelta(days=1)
        self.access.later = morning - now

    def without_web(self) -> None:
        self.stage.switches.fetch = False

    def hide(self) -> None:
        self.stage.switches.list_lag = 10**6

    def reveal(self) -> None:
        self.stage.switches.list_lag = 0

    def pushes(self) -> int:
        return len(self.stage.broadcasts.sent)

    def is_there(self, thing: Mapping[str, Any]) -> bool:
        return "broadcast" not in str(thing.get("kind", ""))


class TestContract(Contract):
    of = OfficialAccount
