"""Pictures that mean harm end in a sentence or in a plain small picture, in time and memory."""

from __future__ import annotations

import pytest

from tests.hostile.measured import measure
from tests.hostile.pictures import CASES

TAKEN = (
    *("PNG of 25 million pixels, the most that is taken", "PNG in 256 colours, the most that is taken"),
    *("JPEG of 80 million pixels", "JPEG of 20 million pixels, progressive"),
    *("WebP of 8 million pixels, the most that is taken", "AVIF of 10 million pixels, the most that is taken"),
    *("GIF of 3,700 × 3,700, 1,000 frames", "a page behind a JPEG", "a script in a remark of a JPEG"),
    *("a script in the EXIF of a JPEG", "a script in a text of a PNG", "a profile of 20 MB"),
)


def test_a_picture_that_means_harm_is_refused_with_a_sentence_or_told_as_a_picture_alone(
    subtests: pytest.Subtests,
) -> None:
    for name, cost in measure("tests.hostile.pictures", CASES).items():
        with subtests.test(name):
            assert cost.bounded, cost
            assert bool(cost.answer.get("clean")) is (name in TAKEN), cost
            assert name in TAKEN or cost.answer["refused"], cost
