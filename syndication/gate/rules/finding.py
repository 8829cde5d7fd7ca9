"""What a rule found, and the article of the regulation that speaks of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from formatters.sentence import Sentence

Level = Literal["refuse", "hold", "note"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding. `code` is the refusal's code in reports (R1a … R5c), `article` is of 668/QĐ-BNV.

    `level`: "refuse" it may not be published · "hold" a person must look · "note" only said. `say` tells what is wrong
    and what to do, and never repeats content that must not be kept.
    """

    code: str
    article: str
    level: Level
    say: Sentence
