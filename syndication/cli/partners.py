"""Commands for partners: sites that read the feeds under a key of their own."""

from __future__ import annotations

from typing import Annotated

import typer
from django.utils import timezone

from formatters.sentence import Sentence
from syndication.cli import out
from syndication.cli.command import Commands
from syndication.cli.instance import Json
from syndication.desk import people
from syndication.feeds import partners
from syndication.feeds.models import Partner

partner = Commands("Sites that read the feeds under a key of their own: what each has fetched and when.")

Name = Annotated[str, typer.Argument(metavar="NAME", help="What the partner is called.")]
ONCE = Sentence(
    "Khóa chỉ được hiện một lần này; hãy gửi cho đối tác các địa chỉ dưới đây.",
    "The key is shown this once; give the partner these addresses.",
)
NO_FEED = Sentence(
    "Chưa có nguồn tin nào; địa chỉ sẽ là {base}",
    "There is no feed yet; the addresses will be {base}",
)


@partner.command("add")
def add(name: Name, json: Json = False) -> None:
    """Give a partner a key, and print it once with the addresses to use.

    Example: syndication partner add "Báo Nhân Dân"
    """
    made = partners.add(name, who=people.name_at_the_keyboard(), now=timezone.now())
    if json:
        out.document({"name": made.partner.name, "key": made.key, "addresses": list(made.addresses)})
        return
    out.line(f"added: {made.partner.name}")
    out.line(f"key: {made.key}")
    out.line(out.in_their_language(ONCE))
    for address in made.addresses:
        out.line(address)
    if not made.addresses:
        out.line(out.in_their_language(NO_FEED).format(base=partners.address(made.key, "<slug>.rss")))


@partner.command("list")
def listed(json: Json = False) -> None:
    """Every partner with what it has fetched, when, and whether that is what is served now.

    Example: syndication partner list --json
    """
    found = partners.fetches()
    if json:
        out.document([_document(each, fetched) for each, fetched in found])
        return
    rows = [
        {
            "partner": each.name,
            "revoked": out.moment(each.revoked_at),
            "path": one.path if one else "",
            "fetched": out.moment(one.last_at) if one else "",
            "times": one.times if one else "",
            "has": ("gone" if one.gone else "stale" if one.stale else "newest") if one else "nothing",
        }
        for each, fetched in found
        for one in (*fetched,) or (None,)
    ]
    out.table(rows, ["partner", "revoked", "path", "fetched", "times", "has"])


@partner.command("revoke")
def revoke(name: Name) -> None:
    """End a partner's key for ever: its addresses say so. The public feeds stay open to it as to everybody.

    Example: syndication partner revoke "Báo Nhân Dân"
    """
    ended = partners.revoke(name, who=people.name_at_the_keyboard(), now=timezone.now())
    out.line(f"revoked: {ended.name}")


def _document(each: Partner, fetched: list[partners.Fetched]) -> dict[str, object]:
    return {
        "name": each.name,
        "created_at": out.moment(each.created_at),
        "created_by": each.created_by,
        "revoked_at": out.moment(each.revoked_at),
        "revoked_by": each.revoked_by,
        "fetched": [
            {
                "path": one.path,
                "first_at": out.moment(one.first_at),
                "last_at": out.moment(one.last_at),
                "times": one.times,
                "status": one.status,
                "stale": one.stale,
                "gone": one.gone,
            }
            for one in fetched
        ],
    }
