"""Meta's limits: heeded before they bite, honoured when they do, and never in the way of a withdrawal."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from channels.channel import Remote
from channels.errors import OutcomeUnknown, Throttled
from channels.facebook import usage
from channels.facebook.adapter import Facebook
from channels.facebook.sandbox import APP_ID, Sandbox
from channels.sandbox.server import SandboxServer
from tests.channels.facebook.conftest import KEY, account_on, told
from tests.support.access import MemoryAccess

facebook = Facebook()
MINUTES = timedelta(minutes=1)


def waits(error: Throttled) -> int:
    """How many minutes, to the nearest."""
    assert error.after is not None
    return round(error.after / MINUTES)


@pytest.mark.parametrize("header", ["app", "business", "page"])
@pytest.mark.parametrize(("percent", "rests"), [(0, False), (89, False), (90, True), (99, True)])
def test_from_ninety_percent_on_nothing_more_is_published(
    percent: int, rests: bool, header: str, account: MemoryAccess, page: Sandbox
) -> None:
    page.usage, page.usage_headers = percent, header
    facebook.publish(told(), KEY, account)
    if not rests:
        facebook.publish(told(text="Bài sau " + KEY), KEY, account)
        return
    calls = len(page.calls)
    with pytest.raises(Throttled) as caught:
        facebook.publish(told(text="Bài sau " + KEY), KEY, account)
    assert waits(caught.value) == 5
    assert len(page.calls) == calls, "nothing was asked"


def test_the_wait_is_the_one_that_meta_estimates(account: MemoryAccess, page: Sandbox) -> None:
    page.usage, page.regain = 95, 42
    facebook.publish(told(), KEY, account)
    with pytest.raises(Throttled) as caught:
        facebook.publish(told(text="Bài sau " + KEY), KEY, account)
    assert waits(caught.value) == 42
    account.later, page.usage = timedelta(minutes=43), 0
    facebook.publish(told(text="Bài sau " + KEY), KEY, account)


def test_a_correction_waits_too_and_a_withdrawal_never_does(account: MemoryAccess, page: Sandbox) -> None:
    page.usage = 95
    receipt = facebook.publish(told(), KEY, account)
    with pytest.raises(Throttled):
        facebook.revise(receipt, told(text="Mới " + KEY), account)
    assert facebook.status(receipt, account).state is Remote.LIVE
    assert facebook.find(KEY, told(), account.now() - MINUTES, account) is not None
    assert facebook.retract(receipt, account).state is Remote.GONE


def test_the_accounts_of_one_app_rest_together_and_those_of_one_page_alone(
    server: SandboxServer, page: Sandbox
) -> None:
    first, second = account_on(server), account_on(server)
    second.meter = first.meter
    page.usage, page.usage_headers = 95, "app"
    facebook.publish(told(), KEY, first)
    assert set(first.meter.resting) == {(f"facebook-app:{APP_ID}", "graph")}
    with pytest.raises(Throttled):
        facebook.publish(told(text="Trang khác " + KEY), KEY, second)


def test_without_the_apps_number_its_pool_is_a_hash_that_tells_no_secret(server: SandboxServer) -> None:
    named = usage.app_pool(account_on(server, app_id=""))
    assert named.startswith("facebook-app:")
    assert named == usage.app_pool(account_on(server, app_id=" "))
    assert "sandbox-app-secret" not in named
    assert usage.app_pool(account_on(server, app_id="", app_secret="")) == ""


@pytest.mark.parametrize(("code", "pool"), [(4, f"facebook-app:{APP_ID}"), (341, f"facebook-app:{APP_ID}")])
def test_the_apps_limit_rests_all_of_its_accounts(
    code: int, pool: str, account: MemoryAccess, order: Callable[..., None]
) -> None:
    order("feed.create", str(code))
    with pytest.raises(Throttled):
        facebook.publish(told(), KEY, account)
    assert set(account.meter.resting) == {(pool, "graph"), (pool, "graph-reached")}


@pytest.mark.parametrize("code", [17, 32, 613, 80001])
def test_a_limit_that_was_reached_is_not_called_upon_again_not_even_to_read(
    code: int, account: MemoryAccess, page: Sandbox, order: Callable[..., None]
) -> None:
    receipt = facebook.publish(told(), KEY, account)
    order("feed.create", str(code))
    with pytest.raises(Throttled):
        facebook.publish(told(text="Bài sau " + KEY), KEY, account)
    calls = len(page.calls)
    for act in (
        lambda: facebook.publish(told(), KEY, account),
        lambda: facebook.status(receipt, account),
        lambda: facebook.find(KEY, told(), account.now(), account),
    ):
        with pytest.raises(Throttled) as caught:
            act()
        assert timedelta(0) < (caught.value.after or timedelta(0)) <= timedelta(seconds=30), "the first back-off"
    assert len(page.calls) == calls
    assert facebook.retract(receipt, account).state is Remote.GONE
    account.later = timedelta(seconds=31)
    facebook.publish(told(text="Bài sau " + KEY), KEY, account)


def test_a_block_of_one_content_rests_nobody(account: MemoryAccess, order: Callable[..., None]) -> None:
    order("feed.create", "368")
    with pytest.raises(Throttled):
        facebook.publish(told(), KEY, account)
    assert account.meter.resting == {}


def test_a_lost_answer_is_looked_for_while_the_limit_is_only_near(
    account: MemoryAccess, page: Sandbox, order: Callable[..., None]
) -> None:
    page.usage = 97
    since = account.now()
    order("feed.create", "accept-then-500")
    with pytest.raises(OutcomeUnknown):
        facebook.publish(told(), KEY, account)
    assert facebook.find(KEY, told(), since, account) is not None


@pytest.mark.parametrize(
    ("header", "percent", "minutes"),
    [
        ("", 0, None),
        ("nonsense", 0, None),
        ("[]", 0, None),
        ('{"1":"x","2":[null,"x",{"type":"pages"}]}', 0, None),
        ('{"1":[{"type":"pages","call_count":"97","total_time":3}]}', 97, None),
        ('{"1":[{"type":"pages","call_count":3,"total_cputime":98}],"2":[{"type":"pages","call_count":1}]}', 98, None),
        ('{"1":[{"type":"ads_management","call_count":100,"estimated_time_to_regain_access":9}]}', 0, None),
        ('{"1":[{"call_count":100,"estimated_time_to_regain_access":9}]}', 100, 9),
        ('{"1":[{"type":"pages","call_count":null,"estimated_time_to_regain_access":1e300}]}', 0, 1440),
    ],
)
def test_the_business_header_is_read_in_every_form(header: str, percent: float, minutes: int | None) -> None:
    used = usage.of_page({"x-business-use-case-usage": header})
    assert used.percent == percent
    assert used.regain == (None if minutes is None else timedelta(minutes=minutes))
