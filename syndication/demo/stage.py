"""The demonstration's instance: people of every role, the portal as two sources, an account on every channel, routes."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.contrib.auth.models import User
from django.utils import timezone

from channels.facebook import sandbox as facebook
from channels.govportal import sandbox as govportal
from channels.sandbox.server import stages
from channels.youtube import sandbox as youtube
from channels.zalo import sandbox as zalo
from scheduler.models import Account
from syndication.desk.accounts import add_account, record_mandate, set_account
from syndication.desk.people import ROLES, add_user
from syndication.desk.sources import add_route, add_source
from syndication.gate.models import Mandate
from syndication.sources.models import Source

WHO = "demonstration"
SOURCES = (("cong-moha", "/rss", "vi"), ("cong-moha-en", "/en/rss", "en"))
ROUTES = (
    ("cong-moha", "facebook-bnv", "one"),
    ("cong-moha", "zalo-bnv", "one"),
    ("cong-moha", "youtube-bnv", "one"),
    ("cong-moha", "cong-chinh-phu", "auto"),
    ("cong-moha", "feed-vi", "auto"),
    ("cong-moha-en", "feed-en", "one"),
)
PACE = {"settle_seconds": "5", "timeout_seconds": "10", "retry_seconds": "5"}  # a person is watching
_ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"  # without what is mistaken for something else when read aloud


@dataclass(frozen=True, slots=True)
class _Seat:
    """One account as it is to be: its channel, its settings and its secrets."""

    name: str
    kind: str
    settings: Mapping[str, str]
    secrets: Mapping[str, str] = field(default_factory=dict)


def set_stage(sandbox_url: str, portal_url: str) -> list[tuple[str, str, str]]:
    """Seed the instance; `sandbox_url` and `portal_url` are base addresses. May be repeated: nothing is made twice.

    Gives (name, role, password) of the people that were added now; their passwords are told nowhere else. What was there
    already is pointed at these addresses again.
    """
    people = _people()
    for name, path, language in SOURCES:
        _source(name, portal_url.rstrip("/") + path, language)
    named = _seats(sandbox_url.rstrip("/"))
    others = _other_seats(sandbox_url.rstrip("/"), {seat.kind for seat in named})
    for seat in (*named, *others):
        _account(seat)
    for source, account, approval in (*ROUTES, *((SOURCES[0][0], seat.name, "one") for seat in others)):
        add_route(Source.objects.get(name=source), Account.objects.get(name=account), categories=[], approval=approval)
    _mandates()
    return people


def _people() -> list[tuple[str, str, str]]:
    """One person a role, named like the role."""
    there = set(User.objects.filter(username__in=ROLES).values_list("username", flat=True))
    added = [(role, role, _password()) for role in ROLES if role not in there]
    for name, role, password in added:
        add_user(name, role, password)
    return added


def _password() -> str:
    return "-".join("".join(secrets.choice(_ALPHABET) for _ in range(4)) for _ in range(3))


def _source(name: str, url: str, language: str) -> None:
    if Source.objects.filter(name=name).exists():
        # Another port than last time: what was read there is not worth comparing with.
        Source.objects.filter(name=name).exclude(url=url).update(url=url, etag="", modified="", next_pull_at=None)
        return
    add_source(name, url, language=language, every=timedelta(seconds=10), baseline=False, own=True)


def _account(seat: _Seat) -> None:
    settings = {**PACE, **seat.settings}
    there = Account.objects.filter(name=seat.name).first()
    if there is None:
        add_account(seat.name, seat.kind, settings=settings, secrets=seat.secrets)
    else:
        set_account(there, settings=settings, secrets=seat.secrets)


def _seats(base: str) -> tuple[_Seat, ...]:
    return (
        _Seat(
            "facebook-bnv",
            "facebook",
            {
                "page_id": facebook.PAGE_ID,
                "graph_url": f"{base}/facebook",
                "video_url": f"{base}/facebook",
                "dialog_url": f"{base}/facebook",
                "app_id": facebook.APP_ID,
            },
            {"access_token": facebook.TOKEN, "app_secret": facebook.APP_SECRET},
        ),
        _Seat(
            "zalo-bnv",
            "zalo",
            {"oa_id": zalo.OA_ID, "api_url": f"{base}/zalo", "oauth_url": f"{base}/zalo", "app_id": zalo.APP_ID},
            {
                "app_secret": zalo.APP_SECRET,
                "access_token": zalo.ACCESS_TOKEN,
                "refresh_token": zalo.REFRESH_TOKEN,
            },
        ),
        _Seat(
            "youtube-bnv",
            "youtube",
            {
                "api_url": f"{base}/youtube",
                "token_url": f"{base}/youtube/token",
                "auth_url": f"{base}/youtube/o/oauth2/v2/auth",
                "privacy": "public",
            },
            {
                "client_id": youtube.CLIENT_ID,
                "client_secret": youtube.CLIENT_SECRET,
                "refresh_token": youtube.REFRESH_TOKEN,
            },
        ),
        _Seat(
            "cong-chinh-phu",
            "govportal",
            {"base_url": f"{base}/govportal", "org_code": govportal.ORG, "key_id": govportal.KEY_ID},
            {"key": govportal.KEY},
        ),
        _Seat("feed-vi", "feed", {"slug": "tin-tuc", "language": "vi", "title": "Tin tức – Bộ Nội vụ"}),
        _Seat("feed-en", "feed", {"slug": "english", "language": "en", "title": "News – Ministry of Home Affairs"}),
    )


def _other_seats(base: str, seated: Collection[str]) -> tuple[_Seat, ...]:
    """An account on every channel that is not seated by name and whose stand-in says how one is made."""
    made = {kind: make().seat(f"{base}/{kind}") for kind, make in stages().items() if kind not in seated}
    return tuple(_Seat(kind, kind, seat.settings, seat.secrets) for kind, seat in made.items() if seat)


def _mandates() -> None:
    """Two decisions of the leadership, invented: for the Facebook page, and for telling in English."""
    page = Account.objects.get(name="facebook-bnv")
    wanted = (
        (page, "", "123/QĐ-BNV", date(2026, 2, 12), date(2028, 2, 12)),
        (None, "en", "245/QĐ-BNV", date(2026, 3, 30), None),
    )
    for account, language, decision, signed_on, expires in wanted:
        if Mandate.objects.filter(account=account, language=language, decision=decision).exists():
            continue
        record_mandate(
            account=account,
            language=language,
            decision=decision,
            signed_by="Thứ trưởng",
            signed_on=signed_on,
            expires=expires,
            file=None,
            who=WHO,
            now=timezone.now(),
        )
