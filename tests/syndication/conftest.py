"""What every test of these rooms can rely on."""

from __future__ import annotations

import json
from typing import Any

import pytest

from syndication.desk.films import __main__ as process
from syndication.desk.films import apart


@pytest.fixture(autouse=True)
def films_here(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Films are read and made in this process, by the same code: starting one for each of them would cost half a second.

    Tests that are about the process apart ask for the fixture `apart_indeed`.
    """
    if "apart_indeed" in request.fixturenames:
        return

    def ask(verb: str, asked: dict[str, Any], **limits: Any) -> dict[str, Any]:
        answer: dict[str, Any] = {}
        for told in {"look": process.look, "make": process.copy}[verb](json.loads(json.dumps(asked))):
            answer |= json.loads(json.dumps(told))
        return answer

    monkeypatch.setattr(apart, "ask", ask)


@pytest.fixture
def apart_indeed() -> None:
    """Films are read and made in a process apart, as in production."""
