"""The secret keys exchanged: a new one first, everything encrypted anew, the old ones kept or dropped. While everything runs."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings

from formatters.sentence import Sentence
from scheduler import addresses, reseal
from scheduler.reseal import Resealed
from syndication.home.keys import change_keys, new_key, read_keys, write_lines
from syndication.sources.models import Subscription

ABOVE = (("subscriptions", Subscription, "secret"),)  # what is sealed by other floors than the scheduler's
GIVEN = Sentence(
    "Khóa nằm trong SYNDICATION_SECRET_KEYS: hãy đặt khóa mới (lệnh syndication key new) lên đầu, giữ các khóa cũ phía sau, khởi động "
    "lại mọi phần rồi chạy lại lệnh này để mã hóa lại.",
    "The keys come from SYNDICATION_SECRET_KEYS: put a new one (syndication key new) first, keep the older ones after it, "
    "restart every part, and run this again to encrypt anew.",
)
TAKE_OUT = Sentence(
    "Không còn gì được mã hóa bằng khóa cũ: có thể bỏ các khóa cũ khỏi SYNDICATION_SECRET_KEYS rồi khởi động lại.",
    "Nothing is encrypted with older keys any more: take them out of SYNDICATION_SECRET_KEYS and restart.",
)


class CannotDrop(ValueError):
    """Older keys are still needed; `say` tells for what."""

    def __init__(self, left: list[str]) -> None:
        named = ", ".join(left[:5])
        self.say = Sentence(
            f"Không bỏ khóa cũ: {len(left)} mục chưa được mã hóa lại ({named}).",
            f"The older keys stay: {len(left)} are not encrypted with the newest one ({named}).",
        )
        super().__init__(self.say.en)


@dataclass(frozen=True, slots=True)
class Rotated:
    """Whether a key was made now, what was encrypted anew, how many keys are left and were dropped; what to do by hand."""

    made: bool
    resealed: Resealed
    keys: int
    dropped: int = 0
    say: Sentence | None = None


def rotate(*, drop_old: bool = False) -> Rotated:
    """Make a new key (where keys are ours to make) and encrypt everything with it. Safe to interrupt and to repeat.

    CannotDrop when older keys are to be dropped and something still needs them: then none is dropped.
    """
    home = settings.HOME
    given = home.keys_are_given
    if not given:
        fresh = new_key()
        change_keys(home.keys_file, lambda keys: [fresh, *keys])
    resealed = reseal.reseal(ABOVE)
    dropped = _drop() if drop_old else 0
    say = None
    if given:
        say = TAKE_OUT if drop_old else None if resealed.total else GIVEN
    return Rotated(not given, resealed, len(settings.SYNDICATION_SECRET_KEYS), dropped, say)


def _drop() -> int:
    """Let go of every key but the first. What they sealed for the public (addresses of pictures) is still known."""
    home = settings.HOME
    if left := reseal.sealed_otherwise(ABOVE):
        raise CannotDrop(left)
    older = list(settings.SYNDICATION_SECRET_KEYS)[1:]
    if not older:
        return 0
    _retire(older)
    if home.keys_are_given:
        return 0
    change_keys(home.keys_file, lambda keys: [key for key in keys if key not in older])
    # Whoever was writing in that moment may have used a key that is gone now: then it comes back, last.
    if left := reseal.sealed_otherwise(ABOVE):
        change_keys(home.keys_file, lambda keys: [*keys, *older])
        raise CannotDrop(left)
    return len(older)


def _retire(older: list[str]) -> None:
    file = settings.HOME.retired_keys_file
    known = read_keys(file) if file.exists() else []
    fresh = [line for line in map(addresses.left_behind, older) if line not in known]
    write_lines(file, [*known, *fresh])
