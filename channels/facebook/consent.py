"""How a person connects a Page: Facebook's dialog, a code for a long-lived token, and the choice among their Pages.

A Page token got with a long-lived token of a person has no end of its own; what may end it stands in the Page's health.
https://developers.facebook.com/docs/facebook-login/guides/access-tokens/get-long-lived (v25.0, read 2026-11-23)
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from channels.consent import Asked, Asking, Choice, Granted
from channels.errors import AccountBroken, OutcomeUnknown, Unavailable
from channels.facebook import token_calls
from channels.facebook.client import Graph, GraphError
from channels.facebook.health import ASKED, TASK
from channels.facebook.judging import in_our_words, judged
from formatters.sentence import Sentence

NO_SUCH_EDGE = (100, 2500)  # what a Page answers when it is asked for its Pages

NEED_APP = Sentence(
    "Hãy đặt app_id và app_secret của ứng dụng Facebook trước khi kết nối.",
    "Set the Facebook app's app_id and app_secret before connecting.",
)
NOT_GIVEN = Sentence(
    "Người dùng không đồng ý cấp quyền trên Facebook; hãy kết nối lại và chọn Đồng ý.",
    "Consent was not given on Facebook; connect again and agree.",
)
AGAIN = Sentence(
    "Mã cấp quyền chỉ dùng được một lần và đã không đổi được; hãy kiểm tra app_id, app_secret rồi kết nối lại từ đầu.",
    "The code is good only once and could not be exchanged; check app_id and app_secret, then begin connecting again.",
)
NO_PAGES = Sentence(
    "Người này không quản trị Trang nào, hoặc không chọn Trang nào khi cấp quyền; hãy kết nối lại và chọn Trang.",
    "This person has no Page, or chose none when consenting; connect again and choose the Page.",
)


class FacebookConsent:
    """Consent of a person who may create content on the Page."""

    def ask(self, asking: Asking, state: str) -> Asked:
        """The dialog's address. AccountBroken while the app is not set. POSTIZ's provider opens the same one."""
        app_id, _ = _app(asking)
        query = {
            "client_id": app_id,
            "redirect_uri": asking.redirect_uri,
            "state": state,
            "response_type": "code",
            "scope": ",".join(ASKED),
        }
        base, version = str(asking.settings["dialog_url"]).rstrip("/"), asking.settings["graph_version"]
        return Asked(f"{base}/{version}/dialog/oauth?{urlencode(query)}", {"redirect_uri": asking.redirect_uri})

    def redeem(self, asking: Asking, kept: Mapping[str, str], answer: Mapping[str, str]) -> Granted:
        """The Pages that the person may connect, each with its own token. Also from a pasted token, of a Page or of a person."""
        if pasted := answer.get("access_token", "").strip():
            return _of_pasted(asking, pasted)
        code = answer.get("code", "").strip()
        if not code:
            told = {name: str(answer[name])[:200] for name in ("error", "error_reason") if name in answer}
            raise AccountBroken("consent was not given", say=NOT_GIVEN, evidence=told)
        app_id, app_secret = _app(asking)
        app = _graph(asking, f"{app_id}|{app_secret}")
        redirect_uri = kept.get("redirect_uri") or asking.redirect_uri
        try:
            with in_our_words(reading=True):
                short = token_calls.token_for_code(
                    app, app_id=app_id, app_secret=app_secret, redirect_uri=redirect_uri, code=code
                )
                token = token_calls.long_lived(app, app_id=app_id, app_secret=app_secret, token=short)
        except (OutcomeUnknown, Unavailable) as error:
            raise Unavailable(error.cause, say=AGAIN, evidence=_harmless(error.evidence)) from None
        except AccountBroken as error:
            raise AccountBroken(error.cause, say=error.say, evidence=_harmless(error.evidence)) from None
        return _of_person(_graph(asking, token))


def _of_person(graph: Graph) -> Granted:
    with in_our_words(reading=True):
        owner, rights, pages = token_calls.whose(graph), token_calls.permissions(graph), token_calls.pages(graph)
    choices = tuple(_choice(page, rights) for page in pages if page.get("id") and page.get("access_token"))
    if not choices:
        raise AccountBroken("the person has no Page to choose", say=NO_PAGES)
    return Granted(choices, str(owner.get("name") or owner.get("id") or ""))


def _choice(page: Mapping[str, Any], rights: Mapping[str, bool]) -> Choice:
    tasks = page.get("tasks")
    granted = tuple(right for right in ASKED if rights.get(right))
    missing = tuple(right for right in ASKED if not rights.get(right))
    if isinstance(tasks, list):
        granted, missing = (
            (*granted, TASK) if TASK in tasks else granted,
            missing if TASK in tasks else (*missing, TASK),
        )
    return Choice(
        id=str(page["id"]),
        label=str(page.get("name") or page["id"]),
        settings={"page_id": str(page["id"])},
        secrets={"access_token": str(page["access_token"])},
        granted=granted,
        missing=missing,
    )


def _of_pasted(asking: Asking, token: str) -> Granted:
    """A Page's token names its Page, a person's their Pages. What a pasted one may do is for the account's check to say."""
    graph = _graph(asking, token)
    with in_our_words(reading=True):
        told = token_calls.whose(graph)
    page = str(told.get("id") or "")
    if page and page != str(asking.settings.get("page_id") or ""):
        try:
            token_calls.pages(graph)
        except GraphError as error:
            if error.code not in NO_SUCH_EDGE:
                raise judged(error, reading=True) from error
        else:
            return _of_person(graph)
    if not page:
        raise AccountBroken("the token names nobody", say=NO_PAGES)
    return Granted((Choice(page, str(told.get("name") or page), {"page_id": page}, {"access_token": token}),))


def _app(asking: Asking) -> tuple[str, str]:
    app_id, app_secret = str(asking.settings.get("app_id") or "").strip(), asking.secrets.get("app_secret", "")
    if not app_id or not app_secret:
        raise AccountBroken("app_id or app_secret is not set", say=NEED_APP)
    return app_id, app_secret


def _graph(asking: Asking, token: str) -> Graph:
    settings = asking.settings
    return Graph(
        asking.wire,
        url=settings["graph_url"],
        version=settings["graph_version"],
        token=token,
        app_secret=asking.secrets.get("app_secret", ""),
    )


def _harmless(evidence: Mapping[str, Any]) -> dict[str, Any]:
    """Without the excerpt: an answer about tokens may repeat one that we do not know yet."""
    return {name: value for name, value in evidence.items() if name != "excerpt"}
