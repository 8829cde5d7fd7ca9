"""The contract on the stand-in of the Government Portal."""

from channels.channel import Receipt
from tests.channels.contract.harness import Harness
from tests.channels.contract.suite import Contract


class GovPortal(Harness):
    kind = "govportal"
    publishing = {"item.put": "words"}
    revising = {"item.put": "words"}
    retracting = {"item.put": "words"}
    finding = ("item.ack",)
    checking = ("items.list",)
    refusing = ("item.put", "reject")
    cannot = {
        "test_what_is_older_than_the_attempt_is_not_found": "a revision is known by its number and digest, however old",
    }

    def hide(self) -> None:
        self.stage.lag = 10**6

    def reveal(self) -> None:
        self.stage.lag = 0

    def empty_pages(self) -> None:
        self.stage.acks, self.stage.empty_pages = False, 2

    def id_of(self, receipt: Receipt) -> str:
        return receipt.remote_id.rpartition("#")[0]


class TestContract(Contract):
    of = GovPortal
