"""The demonstration: an instance of its own, made anew each time, with a portal and a sandbox of every channel beside it."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from django.conf import settings

from syndication.cli import out, parts
from syndication.cli.instance import init
from syndication.cli.supervise import Part

LAST_PORT = 65_535
BEGUN = "SYNDICATION_DEMONSTRATION"
FEEDS = ("tin-tuc", "english")  # the slugs of the demonstration's feed accounts


def demonstrate(host: str, port: int) -> None:
    """Run it until Ctrl-C. The first time round this process begins again with the demonstration's own environment."""
    if not os.environ.get(BEGUN):
        _begin_again(host, port)
    stage_port = port + 1
    sandbox_url, portal_url = f"http://127.0.0.1:{stage_port}", f"http://127.0.0.1:{stage_port + 1}"
    init()
    stage = Part("stage", _stage_command(stage_port))
    from syndication.demo.stage import set_stage

    people = set_stage(sandbox_url, portal_url)
    out.line(f"Console  {settings.SYNDICATION_BASE_URL}")
    out.line(f"Portal   {portal_url}")
    out.line(f"The wall {sandbox_url}/wall")
    out.line("")
    out.table(
        [{"sign in as": name, "role": role, "password": password} for name, role, password in people],
        ["sign in as", "role", "password"],
    )
    out.line("")
    program = Path(sys.executable).with_name("syndication")
    out.line(f"Commands for this demonstration: SYNDICATION_HOME={settings.HOME.root} {program} …")
    sys.stdout.flush()
    parts.together([stage], host, port)


def _stage_command(port: int) -> list[str]:
    command = [sys.executable, "-m", "syndication.demo", "--port", str(port)]
    for slug in FEEDS:
        command += ["--feed", f"{settings.SYNDICATION_BASE_URL}/feeds/{slug}.json"]
    return command


def _begin_again(host: str, port: int) -> None:
    """The demonstration never touches a real instance: it has its own home, database and Redis."""
    if port > LAST_PORT - 2:
        raise out.Mistake(f"the demonstration needs the two ports after --port as well: at most {LAST_PORT - 2}")
    for needed in (port + 1, port + 2):
        parts.need_port("127.0.0.1", needed)
    home = settings.HOME.root / "demo"
    if home.exists():
        shutil.rmtree(home)
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("SYNDICATION_") and name not in ("DATABASE_URL", "REDIS_URL")
    }
    own = {
        "SYNDICATION_BASE_URL": f"http://127.0.0.1:{port}",
        "SYNDICATION_ALLOW_PRIVATE_HOSTS": "127.0.0.1",
        "SYNDICATION_WALL_URL": f"http://127.0.0.1:{port + 1}/wall",
    }
    # Kept in its home too: whoever types commands with this SYNDICATION_HOME meets the same instance.
    home.mkdir(parents=True)
    (home / ".env").write_text("".join(f"{name}={value}\n" for name, value in own.items()), encoding="utf-8")
    environment |= {BEGUN: "1", "SYNDICATION_HOME": str(home), **own}
    command = [sys.executable, "-m", "syndication", "up", "--demo", "--port", str(port), "--host", host]
    sys.stdout.flush()
    os.execve(command[0], command, environment)  # noqa: S606 - the command is ours, no shell is involved
