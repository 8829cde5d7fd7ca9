"""The contract on the stand-in of a partner."""

from tests.channels.contract.harness import Harness
from tests.channels.contract.suite import Contract


class Partner(Harness):
    kind = "webhook"
    publishing = {"item.publish": "words"}
    revising = {"item.revise": "words"}
    retracting = {"item.withdraw": "words"}
    finding = ("item.ask",)
    checking = ("item.ask",)
    refusing = ("item.publish", "reject")
    cannot = {
        "test_an_empty_page_is_not_the_end_of_a_list": "a partner is asked for one item, never for a list",
        "test_a_delivery_is_live_without_a_person[empty-page]": "a partner is asked for one item, never for a list",
        "test_what_is_older_than_the_attempt_is_not_found": "an item is known by its identifier and digest, however old",
    }

    def hide(self) -> None:
        self.stage.lag = 10**6

    def reveal(self) -> None:
        self.stage.lag = 0


class TestContract(Contract):
    of = Partner
