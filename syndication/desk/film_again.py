"""A film that could not be made into what a channel takes is tried once more, when a person says so."""

from __future__ import annotations

from django.db import transaction

from formatters.sentence import Cannot, Sentence
from syndication.items.models import FilmCopy, Item


class NothingToTry(Cannot):
    """No copy of this item's film has failed; `say` tells so."""


@transaction.atomic
def film_again(item: Item) -> int:
    """Have the copies of the item's film made again that failed, and its routes planned when they are. How many those are.

    What went out without the film stays as it went. NothingToTry when the item has been withdrawn, or no copy has failed.
    """
    films = [one["sha256"] for one in item.revision.media if one["role"] == "video" and one["sha256"]]
    failed = FilmCopy.objects.filter(source__in=films, state=FilmCopy.State.FAILED)
    wanted = list(failed.values_list("source", flat=True))
    if not wanted or item.state == Item.State.WITHDRAWN:
        raise NothingToTry(
            Sentence(
                "Bài này không có video nào chuyển không được.", "No film of this item has failed to be made ready."
            )
        )
    failed.update(state=FilmCopy.State.WANTED, tries=0, why={}, leased_until=None)
    Item.objects.filter(pk=item.pk, state=Item.State.RECEIVED).update(routed=False, awaits_film=wanted[0])
    return len(wanted)
