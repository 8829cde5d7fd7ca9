"""The story with its film as a channel takes it; what is not there yet is asked for, and the telling waits."""

from __future__ import annotations

from dataclasses import replace

from channels.channel import Channel
from formatters.films.words import BEING_MADE
from formatters.rendition import CannotTell
from formatters.sentence import Sentence
from formatters.story import Story
from syndication.items.models import FilmCopy, Media
from syndication.items.story import film_of


class NotYet(CannotTell):
    """It can be told as soon as the film with this SHA-256 is made ready, which has been asked for."""

    def __init__(self, sha256: str) -> None:
        super().__init__(BEING_MADE)
        self.sha256 = sha256


def with_film_ready(story: Story, channel: Channel) -> Story:
    """The story, its film exchanged for the copy that this channel takes where it does not take the film itself.

    NotYet while that copy is being made. A film that no copy helps stays as it is, and the form says what is against it;
    CannotTell with the reason when the copy could not be made and the channel shows nothing but films.
    """
    film, limit = story.film, channel.limits.film
    recipe = limit.recipe(film) if film and limit else None
    if film is None or recipe is None:
        return story
    copy, _ = FilmCopy.objects.get_or_create(
        source=film.sha256, name=recipe.name, defaults={"recipe": recipe.to_json()}
    )
    if copy.state == FilmCopy.State.WANTED:
        raise NotYet(film.sha256)
    if copy.state == FilmCopy.State.FAILED:
        if channel.form == "video":
            raise CannotTell(Sentence.from_json(copy.why))
        return story
    made = film_of(Media.objects.get(pk=copy.made), film.url)
    return replace(story, film=replace(made, captions=film.captions, watch=film.watch))
