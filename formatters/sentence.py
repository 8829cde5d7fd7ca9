"""A sentence for a person, in the two languages our people read."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sentence:
    """What a person is told: what is wrong and what to do. Never holds a secret."""

    vi: str
    en: str

    def __str__(self) -> str:
        return self.en

    def to_json(self) -> dict[str, str]:
        """The two texts under their language codes; `from_json` reads them back."""
        return {"vi": self.vi, "en": self.en}

    @classmethod
    def from_json(cls, value: dict[str, str]) -> Sentence:
        """Read what `to_json` wrote; a missing language is an empty text."""
        return cls(vi=value.get("vi", ""), en=value.get("en", ""))


class Cannot(ValueError):
    """Something that a person asked for cannot be done. `str(error)` is for the log, `say` for the person."""

    def __init__(self, say: Sentence) -> None:
        super().__init__(say.en)
        self.say = say
