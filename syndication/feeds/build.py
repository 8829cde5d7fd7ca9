"""From the ledger to bytes: which files of an account must be made again, the making, and the keeping.

Rendering holds no lock. Before bytes are kept, what they were made from is compared, under the account's lock, with the
ledger as it is then: when that has moved on they are dropped, for whoever moved it builds too. So an older view never
replaces a newer one, and in a burst the last builder does the work.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Collection
from typing import Any

from django.db import DatabaseError, transaction
from django.db.models import Q
from django.utils import timezone

from scheduler.models import Account
from syndication.feeds import archives, atom, jsonfeed, pages, places, rss
from syndication.feeds.models import FeedFile
from syndication.feeds.page import Page, feed_of, look
from syndication.feeds.settings_of import settings_of
from syndication.feeds.twins import Twins, later, twins
from syndication.feeds.values import FORMS, Feed

log = logging.getLogger(__name__)

KIND = "feed"
RENDER: dict[str, Callable[[Feed], bytes]] = {"rss": rss.render, "atom": atom.render, "json": jsonfeed.render}
AT_ONCE = 20  # archive documents that one move makes beside what it changed; the rest waits for `catch_up`
ALL = 1_000_000


def build_all() -> list[str]:
    """Make every file of every feed again from the ledger, whatever is known of it; the paths that changed.

    A feed that cannot be built is left as it is, with a line in the log: the others are built.
    """
    for account in Account.objects.filter(channel=KIND):
        places.index(account.pk)
    return _each(lambda account: build(account, everything=True, anew=True, most=ALL))


def catch_up() -> list[str]:
    """Make the files again whose inputs are no longer what they were made from; the paths that changed.

    That is what a process left that died between its commit and the building. Cheap when there is nothing: the places of the
    subscription documents are read, nothing is rendered. Of archives at most a hundred are made at a time.
    """
    return _each(lambda account: build(account, everything=True, most=5 * AT_ONCE))


def _each(make: Callable[[int], list[str]]) -> list[str]:
    changed: list[str] = []
    for account in Account.objects.filter(channel=KIND).order_by("pk"):
        try:
            changed += make(account.pk)
        except (ValueError, DatabaseError) as error:
            log.error("feed %s was not built: %s", account, error)
    return changed


def build(
    account_id: int,
    touched: Collection[str] = (),
    *,
    everything: bool = False,
    anew: bool = False,
    most: int = AT_ONCE,
) -> list[str]:
    """Make the files of one account that may have changed; the paths whose bytes did.

    These are its whole feed and the `touched` pages by their names, with `everything` all of them; and at most `most` archive
    documents, of those that are noted as stale or newly closed. A document whose inputs are as they were is not rendered, except
    `anew`, which makes all archives too. ValueError when the account's settings make no feed.
    """
    account = Account.objects.filter(pk=account_id, channel=KIND).first()
    if account is None:
        return []
    everything = everything or not FeedFile.objects.filter(account=account).exists()
    names = list(pages.pages(account.pk)) if everything else list(dict.fromkeys((pages.WHOLE, *touched)))
    archives.close(account, names, most=most)
    changed: list[str] = []
    # Archives first: what the subscription document leads to is there when it says so.
    due = archives.due(account, names if anew else (), most=most)
    for name, archive in due.documents:
        changed += _build(account, name, archive, anew=anew)
    archives.settle(due)
    for name in names:
        changed += _build(account, name, None, anew=anew)
    if everything:
        _clear(account)
    return changed


def _build(account: Account, name: str, archive: int | None, *, anew: bool) -> list[str]:
    page = look(account, name, archive)
    if page is None:
        return _drop(account, name, archive)
    # By the paths alone, whose index is theirs: with the account a database may read all of its archive documents' rows.
    found = FeedFile.objects.filter(path__in=page.paths).values_list("path", "etag", "account", "inputs")
    kept = {path: (etag, inputs) for path, etag, owner, inputs in found if owner == account.pk}
    if not anew and len(kept) == len(page.paths) and {inputs for _, inputs in kept.values()} == {page.inputs}:
        return []
    feed = feed_of(page)
    made = {form: render(feed) for form, render in RENDER.items()}
    etags = {form: f'"{hashlib.sha256(body).hexdigest()[:32]}"' for form, body in made.items()}
    # Not made while the account is locked, and not for bytes that are kept already.
    zipped = {
        form: twins(body) for form, body in made.items() if kept.get(f"{page.path}.{form}", ("",))[0] != etags[form]
    }
    with transaction.atomic():
        locked = _lock(account)
        now = look(locked, name, archive) if locked is not None else None
        if now is None or now.inputs != page.inputs:
            return []
        return [
            f"{page.path}.{form}"
            for form in FORMS
            if _keep(page, feed, form, etags[form], made[form], zipped.get(form))
        ]


def _lock(account: Account) -> Account | None:
    """The account as it is now, for this builder alone until the transaction ends; None when it is gone."""
    # On SQLite the transaction itself is the lock; on PostgreSQL the row, in the mode that lets deliveries be planned.
    return Account.objects.select_for_update(no_key=True).filter(pk=account.pk, channel=KIND).first()


def _keep(page: Page, feed: Feed, form: str, etag: str, body: bytes, zipped: Twins | None) -> bool:
    """Store one file; whether its bytes are other than those that were stored."""
    path = f"{page.path}.{form}"
    known: dict[str, Any] = {
        "account": page.account,
        "page": page.name,
        "archive": page.archive,
        "head": page.head,
        "inputs": page.inputs,
        "title": feed.title,
        "language": feed.language,
        "category": feed.category,
    }
    if FeedFile.objects.filter(path=path, etag=etag).update(**known):
        return False
    zipped = zipped or twins(body)
    before = FeedFile.objects.filter(path=path).values_list("modified", flat=True).first()
    new: dict[str, Any] = {
        "content_type": FORMS[form],
        "body": body,
        "gzip": zipped.gzip,
        "brotli": zipped.brotli,
        "etag": etag,
        "modified": later(timezone.now(), before),
    }
    FeedFile.objects.update_or_create(path=path, defaults=known | new)
    return True


def _drop(account: Account, name: str, archive: int | None) -> list[str]:
    """Take away the files of a page that nothing stands on any more; their paths."""
    gone = FeedFile.objects.filter(account=account, page=name, archive=archive)
    paths = list(gone.values_list("path", flat=True))
    gone.delete()
    return paths


@transaction.atomic
def _clear(account: Account) -> None:
    """Take away the files that the account no longer has: of an older slug, of a page that nothing stands on."""
    locked = _lock(account)
    if locked is not None:
        slug = settings_of(locked).slug
        mine = Q(path__startswith=f"{slug}/") | Q(path__in=[f"{slug}.{form}" for form in FORMS])
        gone = FeedFile.objects.filter(account=locked).exclude(mine, page__in=pages.pages(locked.pk))
        # Archives that stood at an older address are made at the new one, a few at a time.
        places.spoil(locked.pk, {(page, number) for page, number in gone.values_list("page", "archive") if number})
        gone.delete()
