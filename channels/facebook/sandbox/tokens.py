"""Who holds which token, what it may do, and when that ends."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass, field

from channels.facebook.sandbox.protocol import Refusal

PAGE_ID = "1088700000000001"
PAGE_NAME = "Bộ Nội vụ"
OTHER_PAGE_ID = "1088700000000002"
WATCHED_PAGE_ID = "1088700000000003"
APP_ID = "7000000000000001"
APP_NAME = "Xuất bản đa kênh (thử)"
USER_ID = "5000000000000001"
USER_NAME = "Tài khoản thử nghiệm"

APP_SECRET = "sandbox-app-secret"  # noqa: S105 - a stand-in's, in nobody's interest
APP_TOKEN = f"{APP_ID}|{APP_SECRET}"
TOKEN = "EAAsandboxPageToken"  # noqa: S105
USER_TOKEN = "EAAsandboxUserToken"  # noqa: S105
READER_TOKEN = "EAAsandboxReaderToken"  # noqa: S105 - may read, not write
WRITER_TOKEN = "EAAsandboxWriterToken"  # noqa: S105 - may write posts, not read
OTHER_TOKEN = "EAAsandboxOtherPageToken"  # noqa: S105 - of another Page
SYSTEM_TOKEN = "EAAsandboxSystemUserToken"  # noqa: S105
REFUSED_TOKENS = {"EAAsandboxExpired": 463, "EAAsandboxRevoked": 460, "EAAsandboxNoRole": 492}

KNOWN_SCOPES = (
    "public_profile email pages_show_list pages_read_engagement pages_read_user_content pages_manage_posts "
    "pages_manage_engagement pages_manage_metadata pages_messaging publish_video business_management read_insights"
)
ALL_SCOPES = (
    "pages_show_list",
    "pages_read_engagement",
    "pages_manage_posts",
    "pages_manage_metadata",
    "public_profile",
)
ALL_TASKS = ("ADVERTISE", "ANALYZE", "CREATE_CONTENT", "MESSAGING", "MODERATE", "MANAGE")
SIXTY_DAYS = 5_183_944  # seconds: what a long-lived token is told to last
SHORT = 5_400
DAY = 86_400


@dataclass
class Token:
    """One token. `type` is PAGE, USER, SYSTEM_USER or APP; times are epoch seconds, `expires_at` 0 is never.

    `subcode` is what 190 says of it when it is no longer valid.
    """

    value: str
    type: str
    scopes: list[str] = field(default_factory=lambda: list(ALL_SCOPES))
    page: str = ""
    user: str = USER_ID
    app: str = APP_ID
    issued_at: float = 0.0
    expires_at: float = 0.0
    data_access_expires_at: float = 0.0
    is_valid: bool = True
    subcode: int | None = None
    tasks: list[str] = field(default_factory=lambda: list(ALL_TASKS))
    parent: str = ""  # the person's token that a Page's token was given for
    granted: list[str] | None = None  # the Pages that a person let the app see; None for all
    declined: list[str] = field(default_factory=list)


@dataclass
class Page:
    """One Page that the person who connects has a role on."""

    id: str
    name: str
    tasks: list[str] = field(default_factory=lambda: list(ALL_TASKS))


def pages() -> dict[str, Page]:
    """The Pages of this world: ours, another, and one on which the person may only look."""
    return {
        PAGE_ID: Page(PAGE_ID, PAGE_NAME),
        OTHER_PAGE_ID: Page(OTHER_PAGE_ID, "Tạp chí Tổ chức nhà nước"),
        WATCHED_PAGE_ID: Page(WATCHED_PAGE_ID, "Trang chỉ được xem", ["ANALYZE"]),
    }


def table(now: float) -> dict[str, Token]:
    """The tokens there are from the beginning."""
    since, access = now - 5 * DAY, now + 85 * DAY
    made = [
        Token(TOKEN, "PAGE", page=PAGE_ID, parent=USER_TOKEN),
        Token(OTHER_TOKEN, "PAGE", page=OTHER_PAGE_ID, parent=USER_TOKEN),
        Token(READER_TOKEN, "PAGE", ["pages_show_list", "pages_read_engagement"], page=PAGE_ID),
        Token(WRITER_TOKEN, "PAGE", ["pages_show_list", "pages_manage_posts"], page=PAGE_ID),
        Token(USER_TOKEN, "USER", expires_at=now + 55 * DAY),
        Token(SYSTEM_TOKEN, "SYSTEM_USER"),
        *(Token(value, "PAGE", page=PAGE_ID, is_valid=False, subcode=code) for value, code in REFUSED_TOKENS.items()),
    ]
    for token in made:
        token.issued_at = since
        token.data_access_expires_at = 0 if token.type == "SYSTEM_USER" else access
    return {token.value: token for token in made} | {APP_TOKEN: Token(APP_TOKEN, "APP", [], user="", tasks=[])}


def whose(value: str, known: dict[str, Token], now: float) -> Token:
    """The token behind a value. Refusal 104 without one, 190 for one that is unknown, at its end, or taken back."""
    if not value:
        raise Refusal(104)
    token = known.get(value)
    if token is None:
        raise Refusal(190)
    if not token.is_valid:
        raise Refusal(190, token.subcode)
    if token.expires_at and now >= token.expires_at:
        raise Refusal(190, 463)
    return token


def prove(token: Token, told: dict[str, str], now: float, *, demanded: bool) -> None:
    """Refusal 100 for an `appsecret_proof` that is wrong, older than five minutes, or missing though demanded."""
    proof, time = told.get("appsecret_proof"), told.get("appsecret_time", "")
    if proof is None:
        if demanded and token.type != "APP":
            raise Refusal(100, detail="API calls from the server require an appsecret_proof argument")
        return
    said = f"{token.value}|{time}" if time else token.value
    expected = hmac.new(APP_SECRET.encode(), said.encode(), hashlib.sha256).hexdigest()
    fresh = not time or (time.isdigit() and abs(now - int(time)) <= 300)
    if not fresh or not hmac.compare_digest(proof.encode(), expected.encode()):
        raise Refusal(100, detail="Invalid appsecret_proof provided in the API argument")


def may_write(token: Token, page: str, *, photo: bool = False) -> None:
    """Refusal 200 (or 283) unless it is this Page's token, of a person who may create, with the permissions for it."""
    if token.type != "PAGE" or token.page != page:
        raise Refusal(200, detail="The user hasn't authorized the application to perform this action")
    if "CREATE_CONTENT" not in token.tasks:
        raise Refusal(200, detail="The person behind this token lacks the task CREATE_CONTENT on this Page")
    missing = {"pages_manage_posts", "pages_read_engagement"} - set(token.scopes)
    if photo and missing == {"pages_read_engagement"}:
        raise Refusal(283, detail="Requires pages_read_engagement permission to manage the object")
    if missing:
        raise Refusal(
            200, detail="If posting to a page, requires both pages_read_engagement and pages_manage_posts permissions"
        )


def may_read(token: Token) -> None:
    """Refusal 10 without pages_read_engagement."""
    if "pages_read_engagement" not in token.scopes:
        raise Refusal(
            10,
            detail="This endpoint requires the 'pages_read_engagement' permission or the 'Page Public Content Access' "
            "feature.",
        )
