"""What a channel demands of a film; what of a film is against it; and how a copy would be made that is not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil

from formatters.films.names import CODECS, KINDS
from formatters.films.recipe import LEAST_RATE, MADE, Recipe, rate_within, recipe_for
from formatters.sentence import Sentence
from formatters.story import Film

EMPTY = Sentence(
    "Video của tin này rỗng; hãy tải lại video lên Cổng.", "This item's film is empty; upload it to the portal again."
)
EVERYWHERE = ("yuv420p", "yuvj420p")  # the pixel formats in which every player shows H.264
_VI = str.maketrans(",.", ".,")  # how numbers are written in Vietnamese


@dataclass(frozen=True, slots=True)
class FilmLimit:
    """What a film may be to be uploaded: at most `max_bytes`, and at most `max_seconds` where known.

    `mimes` are the containers taken, `video` and `audio` the codecs in them, `pixels` the pixel formats (FFmpeg's names for
    both). None named: any. What nobody knows of a film is no reason against it.
    """

    max_bytes: int
    max_seconds: int | None = None
    mimes: tuple[str, ...] = ()
    video: tuple[str, ...] = ()
    audio: tuple[str, ...] = ()
    pixels: tuple[str, ...] = ()

    def admits(self, film: Film) -> bool:
        """Whether this film may be uploaded as it is."""
        return self.why_not(film) is None

    def why_not(self, film: Film) -> Sentence | None:
        """The first thing about this film that the channel does not take; None when it may be uploaded as it is."""
        return next(self._against(film), None)

    def recipe(self, film: Film) -> Recipe | None:
        """How a copy is made that the channel takes; None when the film fits as it is, is not known well enough, or none would.

        A film is never shortened, and never pressed below a bit rate at which a face could still be told from another.
        """
        facts = film.facts
        if facts is None or film.size <= 0 or self._too_long(film) or self.admits(film) or not self._takes(MADE):
            return None
        room = rate_within(self.max_bytes, facts.seconds)
        if room < LEAST_RATE:
            return None
        stays = film.size <= self.max_bytes and _among(facts.video, self.video) and _among(facts.pixels, self.pixels)
        return recipe_for(facts, picture_stays=stays, room=room)

    def _against(self, film: Film) -> Iterator[Sentence]:
        if film.size <= 0:
            yield EMPTY
        if self._too_long(film):
            yield _too_long(film.seconds or 0, self.max_seconds or 0)
        if film.size > self.max_bytes:
            yield _too_large(film.size, self.max_bytes)
        if not _among(film.mime, self.mimes):
            yield _wrong("dạng tệp", "container", film.mime, self.mimes, KINDS)
        if film.facts is not None:
            if not _among(film.facts.video, self.video):
                yield _wrong("mã hình", "video codec", film.facts.video, self.video, CODECS)
            if not _among(film.facts.pixels, self.pixels):
                yield _wrong("dạng điểm ảnh", "pixel format", film.facts.pixels, self.pixels, {})
            if film.facts.audio and not _among(film.facts.audio, self.audio):
                yield _wrong("mã tiếng", "audio codec", film.facts.audio, self.audio, CODECS)

    def _too_long(self, film: Film) -> bool:
        return self.max_seconds is not None and film.seconds is not None and film.seconds > self.max_seconds

    def _takes(self, made: tuple[str, str, str]) -> bool:
        mime, video, audio = made
        return _among(mime, self.mimes) and _among(video, self.video) and _among(audio, self.audio)


def _among(one: str, taken: tuple[str, ...]) -> bool:
    return not taken or one in taken


def _too_long(seconds: float, most: int) -> Sentence:
    minutes, longest = f"{seconds / 60:.0f}", f"{most / 60:.0f}"
    return Sentence(
        f"Video của tin này dài {minutes} phút, kênh nhận tối đa {longest} phút; hãy cắt ngắn video rồi lên lịch lại.",
        f"This item's film lasts {minutes} minutes, the channel takes at most {longest}; cut it and plan it again.",
    )


def _too_large(size: int, most: int) -> Sentence:
    unit, name = (1_000_000_000, "GB") if most >= 1_000_000_000 else (1_000_000, "MB")
    had, taken = (
        f"{ceil(size * 10 / unit) / 10:,.1f} {name}",
        f"{most / unit:,.0f} {name}",
    )  # rounded up: never "10 of 10"
    return Sentence(
        f"Video của tin này nặng {had.translate(_VI)}, kênh nhận tối đa {taken.translate(_VI)}; hãy nén video rồi lên lịch lại.",
        f"This item's film has {had}, the channel takes at most {taken}; compress it and plan it again.",
    )


def _wrong(vi: str, en: str, had: str, taken: tuple[str, ...], names: dict[str, str]) -> Sentence:
    is_, wanted = names.get(had, had), ", ".join(names.get(one, one) for one in taken)
    return Sentence(
        f"Video của tin này có {vi} là {is_}, kênh chỉ nhận {wanted}; hãy thay bằng video MP4 (H.264, AAC) rồi lên lịch lại.",
        f"This item's film has the {en} {is_}, the channel takes only {wanted}; replace it with an MP4 (H.264, AAC) and plan "
        "it again.",
    )
