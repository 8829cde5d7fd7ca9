"""Item and account → the finished rendition. The one function that previews and that publishes."""

from __future__ import annotations

from dataclasses import replace

from channels.registry import all_channels
from formatters.forms import tell as tell_form
from formatters.locked import is_attributed
from formatters.override import Override, apply
from formatters.rendition import CannotTell, Limits
from formatters.sentence import Sentence
from formatters.story import Story, Twin
from scheduler.ledger import Coming
from scheduler.models import Account, Delivery
from scheduler.ports import May
from scheduler.states import State
from syndication.desk.cut import cut
from syndication.desk.films.ready import with_film_ready
from syndication.gate.clearance import NO_ATTRIBUTION, mandated
from syndication.gate.models import Verdict
from syndication.items.models import Item, Revision
from syndication.items.overrides import standing
from syndication.items.story import story_of


def tell(item: Item, revision: Revision, account: Account, *, override: Override | None = None) -> Coming:
    """What this account would show of this revision, its cuts made and kept. CannotTell when it cannot be told there.

    It is told with the override that stands for the account; with `override`, as it would be if that one stood.
    """
    channel = account.manifest
    story = story_for(item, revision, account)
    if override is None:
        stands = standing(item, revision, account)
        override = stands.told if stands else Override()
    rendition = tell_form(channel.form, apply(story, override, channel.form), limits_of(account))
    if not is_attributed(rendition):
        raise CannotTell(NO_ATTRIBUTION)
    return Coming(rendition=cut(rendition), revision=revision.number, modified=revision.modified)


def story_for(item: Item, revision: Revision, account: Account) -> Story:
    """What there is to tell on this account, before any override. CannotTell when it tells another language."""
    wanted = account.manifest.settle_settings(account.settings).get("language")
    if wanted and wanted != item.language:
        raise CannotTell(
            Sentence(
                f"Tài khoản “{account.name}” đăng ngôn ngữ {wanted}, bài này là {item.language}.",
                f"The account “{account.name}” tells {wanted}, this item is {item.language}.",
            )
        )
    story = replace(story_of(item, revision), twins=_twins(item, account))
    if story.film is not None and (watch := _watched_at(item, account)):
        story = replace(story, film=replace(story.film, watch=watch))
    return with_film_ready(story, account.manifest)


def limits_of(account: Account) -> Limits:
    """What the channel allows, as this account wants it."""
    limits = account.manifest.limits
    return replace(limits, hashtags=account.settings.get("hashtags") or limits.hashtags)


def _twins(item: Item, account: Account) -> tuple[Twin, ...]:
    """The item's twin, when it may be told too: it has passed the checks and its language is allowed on this account."""
    twin = item.twin
    if twin is None or not twin.latest or twin.state == Item.State.WITHDRAWN:
        return ()
    passed = Verdict.objects.filter(item=twin.pk, revision=twin.latest, passed=True).exists()
    if not passed or mandated(account, twin.language).may is not May.GO:
        return ()
    told = story_of(twin, twin.revision)
    return (Twin(told.language, told.title, told.summary, told.text, told.link),)


def _watched_at(item: Item, account: Account) -> str:
    """Where the public can watch the item's film already: the address at which a channel of videos shows it."""
    films = Delivery.objects.filter(
        item=item.pk, state=State.LIVE, account__channel__in=_film_channels(), account__mode=account.mode
    )
    for row in films.exclude(account=account).exclude(url="").order_by("pk"):
        if row.receipt.get("privacy") != "private":
            return str(row.url)
    return ""


def _film_channels() -> list[str]:
    return [kind for kind, channel in all_channels().items() if channel.form == "video"]
