"""Item and account → the finished rendition. The one function that previews and that publishes."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from formatters import pixels
from formatters.forms import tell as tell_form
from formatters.rendition import CannotTell, Cut, Rendition
from formatters.sentence import Sentence
from scheduler import blobs
from scheduler.ledger import Coming
from scheduler.models import Account
from syndication.items.models import Item, Revision
from syndication.items.story import story_of


def tell(item: Item, revision: Revision, account: Account) -> Coming:
    """What this account would show of this revision, its cuts made and kept. CannotTell when it cannot be told there."""
    channel = account.manifest
    wanted = account.settings.get("language")
    if wanted and wanted != item.language:
        raise CannotTell(
            Sentence(
                f"Tài khoản “{account.name}” đăng ngôn ngữ {wanted}, bài này là {item.language}.",
                f"The account “{account.name}” tells {wanted}, this item is {item.language}.",
            )
        )
    rendition = tell_form(channel.form, story_of(item, revision), channel.limits)
    return Coming(rendition=_make_cuts(rendition), revision=revision.number, modified=revision.modified)


def _make_cuts(rendition: Rendition) -> Rendition:
    return rendition.with_cuts({plan: _cut(plan) for plan in rendition.cuts})


@lru_cache(maxsize=512)
def _cut(plan: Cut) -> Cut:
    """The plan with its bytes made and kept. The same plan always gives the same bytes, so it is made once a process."""
    original = blobs.place(plan.source).read_bytes() if plan.source else pixels.default_cover()
    made = pixels.cut(original, plan)
    return replace(plan, sha256=blobs.keep(made), size=len(made))
