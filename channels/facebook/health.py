"""Whether an account works: what Meta says of its token and of its Page, and what of it ends when."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from channels.access import Access
from channels.channel import Ending, Health
from channels.errors import AccountBroken, ChannelError
from channels.facebook import token_calls, versions
from channels.facebook.account import graph_of, page_of
from channels.facebook.client import Graph, GraphError
from channels.facebook.codes import CONNECT, MAY_NOT, NO_PAGE, row_of
from channels.facebook.judging import in_our_words
from formatters.sentence import Sentence

NEEDED = ("pages_manage_posts", "pages_read_engagement")
ASKED = (*NEEDED, "pages_show_list")  # what a person is asked for when connecting
TASK = "CREATE_CONTENT"  # what the person may do on the Page

TOKEN_ENDS = Sentence("Mã truy cập của Trang", "The Page token")
DATA_ENDS = Sentence(
    "Quyền truy cập dữ liệu của ứng dụng (người quản trị phải kết nối lại)",
    "The app's access to data (the administrator must connect again)",
)
VERSION_ENDS = Sentence("Phiên bản Graph API đang dùng", "The Graph API version in use")
NO_APP = Sentence(
    "Chưa đặt app_id và app_secret nên không kiểm tra được hạn và quyền của mã truy cập.",
    "app_id and app_secret are not set, so the token's dates and permissions could not be examined.",
)
NOT_EXAMINED = Sentence(
    "Facebook không cho biết hạn và quyền của mã truy cập; hãy kiểm tra app_id và app_secret.",
    "Facebook did not tell the token's dates and permissions; check app_id and app_secret.",
)
NOT_A_PAGES = Sentence(
    "Đây là mã truy cập của một người, không phải của Trang; hãy kết nối lại và chọn Trang.",
    "This token is a person's, not a Page's; connect again and choose the Page.",
)


def examined(access: Access) -> Health:
    """Ask Meta about the token and the Page. Unavailable, or Throttled, when the Page cannot be read now."""
    graph, page_id, now = graph_of(access), page_of(access), access.now()
    token, warnings = _token(graph, access)
    name, broken, evidence = "", None, {"version": graph.version}
    try:
        with in_our_words(reading=True):
            page = graph.read_page(page_id)
        name = str(page.get("name") or page.get("id") or "")
        evidence["id"] = str(page.get("id", ""))
        if page.get("id") and str(page["id"]) != page_id:
            broken = NO_PAGE
    except AccountBroken as error:
        broken, evidence = error.say, {**evidence, **error.evidence}
    may = granted(token, page_id)
    missing = tuple(right for right in NEEDED if may is not None and right not in may)
    if old := versions.warning(graph.version, graph.served, now):
        warnings.append(old)
    say = _at_fault(token, page_id) or broken or (MAY_NOT if missing else None)
    return Health(
        ok=say is None,
        name=name,
        may=may or (),
        missing=missing,
        endings=tuple(_endings(token, graph.version)),
        warnings=tuple(warnings),
        say=say,
        evidence={
            **evidence,
            "served": graph.served,
            **{one: token[one] for one in ("type", "app_id") if one in token},
        },
    )


def granted(token: Mapping[str, Any], page_id: str) -> tuple[str, ...] | None:
    """The permissions of a token that hold for this Page; None when Meta does not tell them."""
    scopes = token.get("scopes")
    if not isinstance(scopes, list):
        return None
    elsewhere = set()
    for one in token.get("granular_scopes") or []:
        # Without targets a permission holds for all of the person's Pages.
        targets = one.get("target_ids") if isinstance(one, dict) else None
        if targets and page_id not in map(str, targets):
            elsewhere.add(one.get("scope"))
    return tuple(str(scope) for scope in scopes if scope not in elsewhere)


def _token(graph: Graph, access: Access) -> tuple[Mapping[str, Any], list[Sentence]]:
    """What debug_token tells, {} when it cannot be asked; and what a person should know then."""
    app_id = str(access.settings.get("app_id") or "").strip()
    if not app_id or not graph.app_secret:
        return {}, [NO_APP]
    told: Mapping[str, Any] = {}
    try:
        told = token_calls.debug_token(
            access.wire,
            url=graph.address,
            version=graph.version,
            app_id=app_id,
            app_secret=graph.app_secret,
            token=graph.access_token,
        )
    except (GraphError, ChannelError):
        # Reading the Page says in a moment whether Meta can be reached at all. The token is in no address for its sake.
        return {}, [NOT_EXAMINED]
    return told, [] if told else [NOT_EXAMINED]


def _at_fault(token: Mapping[str, Any], page_id: str) -> Sentence | None:
    """Why this token cannot be used for this Page; None when nothing says so."""
    error = token.get("error")
    if str(token.get("is_valid", True)).lower() in ("false", "0") or error:
        told = error if isinstance(error, dict) else {}
        subcode = told.get("subcode", told.get("error_subcode"))
        row = row_of(_whole(told.get("code")) or 190, _whole(subcode))
        return row.say if row and issubclass(row.then, AccountBroken) else CONNECT
    if token.get("type") == "USER":
        return NOT_A_PAGES
    if token.get("profile_id") and str(token["profile_id"]) != page_id:
        return NO_PAGE
    return None


def _endings(token: Mapping[str, Any], version: str) -> Iterator[Ending]:
    for name, what in (("expires_at", TOKEN_ENDS), ("data_access_expires_at", DATA_ENDS)):
        seconds = _whole(token.get(name))
        if seconds:  # 0 is never
            try:
                yield Ending(what, datetime.fromtimestamp(seconds, UTC))
            except (ValueError, OverflowError, OSError):
                continue
    if end := versions.end_of(version):
        yield Ending(VERSION_ENDS, end)


def _whole(value: Any) -> int | None:
    try:
        return int(value)
    except (TypeError, ValueError):
        return None
