"""The contract on the stand-in of a Zalo Official Account."""

from collections.abc import Mapping
from typing import Any

from channels.sandbox.stage import Seat
from channels.zalo.sandbox import ACCESS_TOKEN, APP_ID, APP_SECRET, OA_ID, REFRESH_TOKEN
from tests.channels.contract.harness import Harness
from tests.channels.contract.suite import Contract


class OfficialAccount(Harness):
    kind = "zalo"
    publishing = {"article.create": "pictures"}
    revising = {"article.update": "pictures"}
    retracting = {"article.remove": "pictures"}
    finding = ("article.slice", "article.detail")
    checking = ("oa.get",)
    refusing = ("article.create", "standards")
    cannot = {
        "test_an_empty_page_is_not_the_end_of_a_list": "Zalo's list has no next page: it is asked for by offset and total",
    }

    def seat(self, base: str) -> Seat:
        settings = {"oa_id": OA_ID, "app_id": APP_ID, "api_url": base, "oauth_url": base, "media_url": self.shelf.url}
        secrets = {"app_secret": APP_SECRET, "access_token": ACCESS_TOKEN, "refresh_token": REFRESH_TOKEN}
        return Seat(settings, secrets)

    def hide(self) -> None:
        self.stage.switches.list_lag = 10**6

    def reveal(self) -> None:
        self.stage.switches.list_lag = 0

    def is_there(self, thing: Mapping[str, Any]) -> bool:
        return "broadcast" not in str(thing.get("kind", ""))


class TestContract(Contract):
    of = OfficialAccount
