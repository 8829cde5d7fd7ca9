"""`account connect` at a keyboard, through a pipe, and in steps with --json; who is answerable; what a check keeps."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest
from django.utils import timezone

from channels.channel import Ending, Health
from channels.errors import AccountBroken
from formatters.sentence import Sentence
from scheduler import ledger
from scheduler.models import Account, Consent
from scheduler.vault import AccountVault
from syndication.desk import connect as desk
from tests.support import instance as made
from tests.support.consenting import CODE, TOKEN, Platform, connectable, consenting, page
from tests.support.desk import Said, done, say
from tests.support.mistakes import Rows, refused

pytestmark = pytest.mark.django_db
BACK = "http://127.0.0.1:8000/accounts/connected/"


@pytest.fixture
def platform() -> Iterator[Platform]:
    with consenting() as platform:
        yield platform


def typing(monkeypatch: pytest.MonkeyPatch, *lines: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))


def state_in(text: str) -> str:
    return text.partition("state=")[2].partition("&")[0]


def test_a_code_that_is_pasted_connects_the_account(platform: Platform, monkeypatch: pytest.MonkeyPatch) -> None:
    connectable()
    platform.choices = [page(1, missing=("insights",))]
    platform.health = Health(
        True, "Trang 1", ("post",), ("insights",), (Ending(Sentence("Mã", "Token"), timezone.now()),)
    )
    typing(monkeypatch, CODE)
    said = done("account", "connect", "page", "--owner", "lan")
    assert "https://platform.example/dialog?state=" in said.out
    for line in (
        "connected: page as Nguyễn Thị Lan",
        "granted: read, post",
        "not granted, but needed: insights",
        "owner: lan",
        "page: works Trang 1",
    ):
        assert line in said.out.splitlines()
    assert "\nends: 20" in said.out
    assert TOKEN not in said.out + said.err
    assert platform.redeemed[0][1]["code"] == CODE
    (row,) = done("account", "list", "--json").json
    assert (row["owner"], row["connected_as"], row["ok"]) == ("lan", "Nguyễn Thị Lan", True)
    assert row["endings"][0]["what"] == "Token"


def test_without_anybody_to_paste_it_is_gone_on_with_later(platform: Platform, monkeypatch: pytest.MonkeyPatch) -> None:
    connectable()
    typing(monkeypatch)
    said = say("account", "connect", "page")
    assert said.code == 1
    assert "go on with: syndication account connect page --answer URL" in said.out
    answer = f"{BACK}?code={CODE}&state={state_in(said.out)}#_=_"
    assert "connected: page" in done("account", "connect", "page", "--answer", answer).out
    assert "has been used already" in refused("account", "connect", "page", "--answer", answer)


def test_an_answer_without_a_state_belongs_to_the_newest_question(platform: Platform) -> None:
    connectable()
    say("account", "connect", "page", "--json")
    assert done("account", "connect", "page", "--answer", f"{BACK}?code={CODE}&oa_id=1", "--json").json["connected"]


def test_in_steps_with_json_nothing_is_waited_for(platform: Platform) -> None:
    platform.choices = [page(1), page(2)]
    connectable()
    asked = say("account", "connect", "page", "--json")
    assert (asked.code, asked.json["connected"], asked.err) == (1, False, "")
    answer = f"{BACK}?code={CODE}&state={state_in(asked.json['address'])}"
    several = say("account", "connect", "page", "--answer", answer, "--json")
    assert (several.code, several.json["connected"]) == (1, False)
    assert several.json["choices"] == [{"id": "1", "label": "Trang 1"}, {"id": "2", "label": "Trang 2"}]
    assert "there are: 1, 2" in refused("account", "connect", "page", "--choose", "3")
    chosen = done("account", "connect", "page", "--choose", "2", "--json").json
    assert (chosen["connected"], chosen["ok"], chosen["granted"]) == (True, True, ["read", "post"])
    assert Account.objects.get(name="page").settings["page_id"] == "2"
    assert TOKEN not in several.out + str(chosen)


def test_of_several_one_is_chosen_at_the_keyboard(platform: Platform, monkeypatch: pytest.MonkeyPatch) -> None:
    platform.choices = [page(1), page(2)]
    connectable()
    typing(monkeypatch, CODE, "2")
    assert "Trang 2" in done("account", "connect", "page").out
    assert Account.objects.get(name="page").settings["page_id"] == "2"
    typing(monkeypatch, CODE)
    said = say("account", "connect", "page")
    assert said.code == 1
    assert "--choose ID" in said.out
    typing(monkeypatch, CODE)
    done("account", "connect", "page", "--choose", "2")


def test_pasted_secrets_come_a_line_each(platform: Platform, monkeypatch: pytest.MonkeyPatch) -> None:
    connectable()
    typing(monkeypatch, TOKEN, "")
    said = done("account", "connect", "page", "--paste")
    assert platform.redeemed[0][1] == {"access_token": TOKEN}
    assert TOKEN not in said.out + said.err
    assert AccountVault(Account.objects.get().pk).read()["access_token"] == f"{TOKEN}-1"


def test_what_was_paused_because_it_was_broken_goes_on(platform: Platform, monkeypatch: pytest.MonkeyPatch) -> None:
    ledger.pause(connectable(), AccountBroken("x").say)
    typing(monkeypatch, CODE)
    assert "resumed: page; 0 held deliveries go on" in done("account", "connect", "page").out


def test_an_account_that_does_not_work_after_all_ends_with_one(
    platform: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    connectable()
    platform.health = Health(ok=False, say=Sentence("Thiếu quyền.", "A right is missing."))
    typing(monkeypatch, CODE)
    said = say("account", "connect", "page")
    assert said.code == 1
    assert "page: does not work  A right is missing." in said.out


def test_what_the_platform_refuses_is_one_sentence(platform: Platform, monkeypatch: pytest.MonkeyPatch) -> None:
    connectable()

    def answered(answer: str) -> Said:
        typing(monkeypatch, answer)
        return say("account", "connect", "page")

    denied = answered(f"{BACK}?error=access_denied")
    assert (denied.code, denied.err) == (
        2,
        "error: Consent was not given, so nothing has changed. Connect again and agree.\n",
    )
    platform.error = AccountBroken("the code is used", say=Sentence("Mã đã dùng.", "The code is used."))
    assert answered(CODE).err == "error: The code is used.\n"
    assert CODE not in answered(f"{BACK}?code={CODE}&state=guessed").err
    assert "paste all of it" in answered("http://a.example/").err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("connect", "nosuch"), "there is no account 'nosuch'"),
        (("connect", "page", "--paste", "--answer", "http://a.example/?code=1"), "either --paste or --answer"),
        (("connect", "page", "--answer", f"{BACK}?code=1&state=guessed"), "is not known"),
        (("connect", "page", "--answer", "x" * 20_001), "too long"),
        (("connect", "page", "--owner", "a\tb"), "the name of an owner holds a character that cannot be seen"),
        (("set", "page", "--owner", "a" * 151), "the name of an owner has 1 to 150 characters"),
        (("connect", ""), "is empty"),
        (("connect", "page", "--answer", ""), "is empty"),
        (("connect", "page", "--choose", ""), "is empty"),
        (("connect", "page", "--owner", ""), "is empty"),
    ],
)
def test_a_mistake_changes_nothing(platform: Platform, words: tuple[str, ...], told: str) -> None:
    connectable()
    assert told in refused("account", *words)


def test_a_channel_that_nobody_connects_says_how_it_is_done(rows: Rows) -> None:
    made.account("govportal")
    assert "give its secrets with account set" in refused("account", "connect", "govportal")
    assert "account set" in refused("account", "connect", "govportal", "--paste")
    assert not Consent.objects.exists()


def test_nothing_pasted_is_a_mistake(platform: Platform, monkeypatch: pytest.MonkeyPatch) -> None:
    connectable()
    typing(monkeypatch)
    assert "give, a line each: access_token, refresh_token" in refused("account", "connect", "page", "--paste")


def test_what_was_begun_at_the_keyboard_is_under_the_name_of_who_types(platform: Platform) -> None:
    connectable()
    say("account", "connect", "page", "--json")
    assert Consent.objects.get().who.startswith(desk.KEYBOARD)


def test_a_person_gets_a_mail_address_and_keeps_it() -> None:
    from django.contrib.auth.models import User

    done("user", "add", "lan", "--role", "operator", "--email", "lan@moha.gov.vn")
    done("user", "add", "lan", "--role", "approver")
    assert User.objects.get(username="lan").email == "lan@moha.gov.vn"
    assert "is not a mail address" in refused("user", "add", "lan", "--role", "reader", "--email", "lan")


def test_the_doctor_tells_of_endings_and_of_mail_that_cannot_be_sent(platform: Platform) -> None:
    from syndication.desk import watch
    from syndication.notices.models import Notice

    assert "for mail set SYNDICATION_EMAIL_URL" in done("doctor").out
    assert done("doctor", "--json").json == []
    connectable()
    platform.health = Health(ok=True, endings=(Ending(Sentence("Mã", "The token"), timezone.now()),))
    assert done("account", "check", "page", "--json").json["endings"][0]["what"] == "The token"
    watch.watch(now=timezone.now())
    (finding,) = say("doctor", "--json").json
    assert "The token ended at" in finding["what"]
    assert "syndication account connect page" in finding["do"]
    Notice.objects.update(mail_error="ConnectionRefusedError 111")
    assert "1 notices could not be mailed" in say("doctor").out
