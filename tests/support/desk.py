"""An operator at a keyboard: commands run in this process, and accounts on every sandbox."""

from __future__ import annotations

import io
import json
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from typing import Any

from channels.facebook import sandbox as facebook
from channels.govportal import sandbox as govportal
from channels.youtube import sandbox as youtube
from channels.zalo import sandbox as zalo
from syndication.cli.app import run


@dataclass(frozen=True)
class Said:
    """What a command answered."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one JSON document it printed."""
        return json.loads(self.out)


def say(*words: str) -> Said:
    """Run one command as the program would."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = run(words)
    return Said(code, out.getvalue(), err.getvalue())


def done(*words: str) -> Said:
    """Run one command that must succeed."""
    said = say(*words)
    assert said.code == 0, f"{' '.join(words)}: {said.err}"
    return said


def account_words(kind: str, sandbox_url: str, media_url: str) -> list[str]:
    """How an account on this channel's sandbox is added, without its name."""
    settings: dict[str, str] = {
        "settle_seconds": "0",
        "timeout_seconds": "3",
        "spacing_seconds": "0",
        "retry_seconds": "1",
    }
    secrets: dict[str, str] = {}
    base = f"{sandbox_url}/{kind}"
    if kind == "facebook":
        settings |= {"page_id": facebook.PAGE_ID, "graph_url": base, "video_url": base, "app_id": facebook.APP_ID}
        secrets = {"access_token": facebook.TOKEN, "app_secret": facebook.APP_SECRET}
    elif kind == "zalo":
        settings |= {"oa_id": zalo.OA_ID, "app_id": zalo.APP_ID, "api_url": base, "oauth_url": base}
        settings |= {"media_url": media_url}
        secrets = {
            "access_token": zalo.ACCESS_TOKEN,
            "refresh_token": zalo.REFRESH_TOKEN,
            "app_secret": zalo.APP_SECRET,
        }
    elif kind == "youtube":
        settings |= {"api_url": base, "token_url": f"{base}/token", "privacy": "public"}
        secrets = {
            "client_id": youtube.CLIENT_ID,
            "client_secret": youtube.CLIENT_SECRET,
            "refresh_token": youtube.REFRESH_TOKEN,
        }
    elif kind == "govportal":
        settings |= {"base_url": base, "org_code": govportal.ORG, "key_id": govportal.KEY_ID}
        secrets = {"key": govportal.KEY}
    elif kind == "feed":
        settings |= {"slug": "tin-tuc", "language": "vi"}
    words = ["--channel", kind]
    for name, value in settings.items():
        words += ["--set", f"{name}={value}"]
    for name, value in secrets.items():
        words += ["--secret", f"{name}={value}"]
    return words
