"""Whether an Official Account is fit to publish: token, permissions, package, and what of it ends when."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from channels.access import Access
from channels.channel import Ending, Health
from channels.errors import AccountBroken, ChannelError
from channels.zalo import words
from channels.zalo.grant import Grant
from channels.zalo.renewal import How, failure, read_moment, renewable
from channels.zalo.waits import HANOI
from formatters.sentence import Sentence

# The names of the rights on Zalo's consent page.
ABOUT = "Quản lý thông tin OA"
ARTICLES = "Quản lý bài viết"

# Since 2026-06-01 these have no Open API; https://zalo.solutions/oa/pricing, read 2026-11-23.
NO_OPEN_API = ("cơ bản", "tiêu chuẩn")
FIT_KINDS = ("2", "4")  # business, government

TOKEN = Sentence("access token của Zalo", "Zalo's access token")
REFRESH = Sentence("quyền truy cập Zalo (refresh token)", "access to Zalo (the refresh token)")
PACKAGE = Sentence("gói dịch vụ của Official Account", "the Official Account's package")
TOLD = ("oaid", "is_verified", "oa_type", "cate_name", "package_name", "package_valid_through_date")


def health(access: Access) -> Health:
    """Ask the account for itself and for its articles. Trouble with token or permission is told, not raised."""
    grant = Grant(access)
    try:
        oa = grant.ask(lambda oa: oa.oa())
    except AccountBroken as error:
        return Health(ok=False, endings=_endings({}, access), say=error.say, evidence=error.evidence)
    name, evidence = str(oa.get("name") or ""), {name: oa[name] for name in TOLD if name in oa}
    endings, warnings = _endings(oa, access), (*_about_account(oa), *_about_token(access))
    wanted = str(access.settings["oa_id"])
    if oa.get("oaid") and wanted and str(oa["oaid"]) != wanted:
        return Health(ok=False, name=name, endings=endings, say=words.OTHER_ACCOUNT, evidence=evidence)
    may, missing, trouble = rights(grant)
    if trouble:
        evidence["articles"] = dict(trouble.evidence)
    return Health(
        ok=trouble is None,
        name=name,
        may=may,
        missing=missing,
        endings=endings,
        warnings=warnings,
        say=trouble.say if trouble else None,
        evidence=evidence,
    )


def rights(grant: Grant) -> tuple[tuple[str, ...], tuple[str, ...], AccountBroken | None]:
    """What the account may do beyond telling of itself, what it may not, and why. One read; no answer concludes nothing."""
    try:
        grant.ask(lambda oa: oa.slice(0, 1))
    except AccountBroken as error:
        return (ABOUT,), (ARTICLES,), error
    except ChannelError:
        return (ABOUT,), (), None
    return (ABOUT, ARTICLES), (), None


def _endings(oa: Mapping[str, Any], access: Access) -> tuple[Ending, ...]:
    """The package's end, and the token's: of one that is renewed by itself only the refresh token's end matters."""
    held = access.vault.read()
    known = failure(held, access.settings)
    renewed = renewable(held, access.settings) and not (known and known.how is How.SPENT)
    named = (REFRESH, "refresh_expires_at") if renewed else (TOKEN, "token_expires_at")
    at = {named[0]: read_moment(held.get(named[1], "")), PACKAGE: _through(oa.get("package_valid_through_date"))}
    return tuple(Ending(what, moment) for what, moment in at.items() if moment)


def _about_account(oa: Mapping[str, Any]) -> tuple[Sentence, ...]:
    found = []
    if str(oa.get("is_verified", True)).lower() in ("false", "0"):
        found.append(words.NOT_VERIFIED)
    if str(oa.get("package_name") or "").strip().casefold() in NO_OPEN_API:
        found.append(words.PACKAGE)
    if str(oa.get("oa_type") or FIT_KINDS[0]) not in FIT_KINDS:
        found.append(words.UNUSUAL_KIND)
    return tuple(found)


def _about_token(access: Access) -> tuple[Sentence, ...]:
    held = access.vault.read()
    if not renewable(held, access.settings):
        return (words.NOT_RENEWABLE,)
    known = failure(held, access.settings)
    told = {How.SPENT: words.RENEWAL_REFUSED, How.LOST: words.RENEWAL_LOST, How.UNFIT: words.APPLICATION}
    return (told[known.how],) if known else ()


def _through(told: Any) -> datetime | None:
    """The end of the last day of a package: Zalo writes days as 31/12/2026; seconds or milliseconds are read as well."""
    text = str(told or "").strip()
    try:
        day = datetime.strptime(text, "%d/%m/%Y").replace(tzinfo=HANOI)
    except ValueError:
        moment = read_moment(text)
        if moment is None and text.isdigit():
            return _milliseconds(text)
        return moment
    return day + timedelta(days=1)


def _milliseconds(text: str) -> datetime | None:
    try:
        return datetime.fromtimestamp(int(text) / 1000, UTC)
    except (ValueError, OverflowError, OSError):
        return None
