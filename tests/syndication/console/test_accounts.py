"""Accounts: what they may do, whether they work, and never a secret."""

from __future__ import annotations

from datetime import date

import pytest

from channels.channel import Health
from formatters.sentence import Sentence
from scheduler.models import Account
from syndication.desk import accounts as desk
from syndication.gate.models import Mandate
from tests.support import instance as make
from tests.syndication.console.conftest import SignedIn


def _page(signed_in: SignedIn, address: str = "/accounts/") -> str:
    return signed_in("operator").get(address).content.decode()


def test_settings_are_shown_and_secrets_never(signed_in: SignedIn, db: None) -> None:
    rows = [make.account(kind) for kind in make.NEEDED]
    # Even one that was put among the settings by mistake.
    Account.objects.filter(channel="facebook").update(settings={"page_id": "1001", "access_token": make.SECRET})
    page = _page(signed_in)
    assert "1001" in page
    assert make.SECRET not in page
    for row in rows:
        row.refresh_from_db()
        assert not row.secrets or bytes(row.secrets).decode() not in page


def test_a_live_account_without_its_mandate_says_so(signed_in: SignedIn, db: None) -> None:
    account = make.account("facebook", "fb-live", mode="live")
    assert "Chưa ghi nhận văn bản cho phép" in _page(signed_in)
    Mandate.objects.create(
        account=account, decision="12/QĐ-BNV", signed_by="Bộ trưởng", signed_on=date(2026, 1, 2), recorded_by="x"
    )
    page = _page(signed_in)
    assert "Chưa ghi nhận văn bản cho phép" not in page
    assert "12/QĐ-BNV" in page


def test_pausing_and_resuming(facebook: Account, signed_in: SignedIn) -> None:
    operator = signed_in("operator")
    page = operator.post(f"/accounts/{facebook.pk}/pause/", follow=True).content.decode()
    assert "operator tạm dừng tài khoản." in page
    facebook.refresh_from_db()
    assert facebook.paused
    operator.post(f"/accounts/{facebook.pk}/resume/")
    facebook.refresh_from_db()
    assert not facebook.paused


def test_a_paused_account_says_what_to_do(facebook: Account, signed_in: SignedIn) -> None:
    advice = "syndication account set fb --secret …"
    assert advice not in _page(signed_in)
    desk.pause(facebook, who="lan")
    page = _page(signed_in)
    assert advice in page
    assert "bấm “Tiếp tục”" in page
    assert ">Tiếp tục<" in page


def test_a_language_is_named_only_where_the_settings_name_one(facebook: Account, signed_in: SignedIn) -> None:
    def facts() -> str:
        return _page(signed_in).split('<p class="facts">')[1].split("</p>")[0]

    assert "Tiếng Việt" not in facts(), "it tells any language"
    Account.objects.filter(pk=facebook.pk).update(settings={**facebook.settings, "language": "vi"})
    assert "Tiếng Việt" in facts()


@pytest.mark.parametrize(
    ("health", "said", "tone"),
    [
        (Health(ok=True, name="Trang BNV", may=("đăng bài",)), "Đăng nhập với tên Trang BNV.", "said-success"),
        (Health(ok=False, say=Sentence("Token hết hạn.", "The token has ended.")), "Token hết hạn.", "said-error"),
    ],
)
def test_a_check_says_what_the_channel_answered(
    health: Health, said: str, tone: str, facebook: Account, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk, "check", lambda account: health)
    page = signed_in("operator").post(f"/accounts/{facebook.pk}/check/", follow=True).content.decode()
    assert said in page
    assert tone in page


def test_a_check_that_finds_nobody_is_a_sentence_and_no_fault(signed_in: SignedIn, db: None) -> None:
    account = make.account("facebook", "fb", graph_url="http://127.0.0.1:9")
    page = signed_in("operator").post(f"/accounts/{account.pk}/check/", follow=True).content.decode()
    assert "said-error" in page


def test_what_a_channel_cannot_do_is_shown_with_its_reason(signed_in: SignedIn, db: None) -> None:
    account = make.account("zalo")
    page = _page(signed_in)
    for verb, sentence in account.manifest.can.why.items():
        assert not getattr(account.manifest.can, verb) or sentence.vi in page
    assert "sửa được bài đã đăng" in page
