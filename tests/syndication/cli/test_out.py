"""What is printed can be read, whatever the terminal knows."""

from __future__ import annotations

import io
import json
import sys

import pytest


def test_what_the_terminal_has_no_letters_for_is_still_one_document(monkeypatch: pytest.MonkeyPatch) -> None:
    from syndication.cli import out

    printed = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    monkeypatch.setattr(sys, "stdout", printed)
    out.document({"title": "Bộ Nội vụ \udcff"})
    out.line("Bộ")
    printed.seek(0)
    *document, last = printed.read().splitlines()
    assert json.loads("\n".join(document)) == {"title": "Bộ Nội vụ \udcff"}
    assert last == "B\\u1ed9"
