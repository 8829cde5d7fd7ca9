"""Whatever comes, what is promised of it holds: in short. The long run is `python -m tests.soak feeds`; see docs/feeds-in.md."""

from __future__ import annotations

from hypothesis import given, settings

from tests.syndication.sources.fuzzing.documents import CONTENT_TYPES, DOCUMENTS
from tests.syndication.sources.fuzzing.promises import kept


@settings(max_examples=350, derandomize=True, database=None)
@given(DOCUMENTS, CONTENT_TYPES)
def test_whatever_comes_is_read_or_refused_and_every_promise_holds(body: bytes, content_type: str) -> None:
    kept(body, content_type)
