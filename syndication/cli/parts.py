"""The parts of a running instance: web, worker, beat."""

from __future__ import annotations

import errno
import fcntl
import os
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from django.conf import settings

from formatters.sentence import Sentence
from scheduler.tasks import queues
from syndication.cli import out, redis
from syndication.cli.supervise import Part, Supervisor

Port = Annotated[int, typer.Option(min=1, max=65535, help="The port of the web part.")]
Host = Annotated[str, typer.Option(help="The address the web part listens on.")]


def web_command(host: str, port: int) -> list[str]:
    """How the web part is started."""
    return [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port)),
        *("--workers", "1", "--blocking-threads", "4", "--no-ws", "--log-level", "warning"),
        # One thread for the network: two spend more on handing over than they win. TLS and HTTP/2 are the web server's before us.
        *("--http", "1", "--runtime-mode", "st"),
        "--no-access-log",  # an address may hold a code that is good for a moment
        "syndication.wsgi:application",
    ]


def worker_command(names: list[str], *, name: str = "worker", processes: int = 0) -> list[str]:
    """How a worker for these queues is started; with `processes` at work, else with as many as the settings say."""
    return [
        *(sys.executable, "-W", "ignore::SyntaxWarning", "-m", "celery", "-A", "scheduler.celery", "worker"),
        *("--queues", ",".join(names), "--loglevel", "WARNING", "--without-mingle", "--without-gossip"),
        "--without-heartbeat",  # nobody listens: the lease is the sign of life
        *("--hostname", f"{name}-{os.getpid()}@%h"),
        *(("--concurrency", str(processes)) if processes > 1 else ("--pool", "solo") if processes else ()),
    ]


def beat_command() -> list[str]:
    """How beat is started."""
    return [
        *(sys.executable, "-m", "celery", "-A", "scheduler.celery", "beat", "--loglevel", "WARNING"),
        *("--pidfile", "", "--schedule", settings.CELERY_BEAT_SCHEDULE_FILENAME),
    ]


def web(port: Port = 8000, host: Host = "127.0.0.1") -> None:
    """Serve the console, the feeds and the pictures, in the foreground.

    Example: syndication web --port 8000
    """
    need_port(host, port)
    _become(web_command(host, port))


def worker(
    queues_: Annotated[str, typer.Option("--queues", help="Comma-separated; all of them by default.")] = "",
) -> None:
    """Do what is due, in the foreground.

    Example: syndication worker --queues facebook,zalo
    """
    known = queues()
    names = [name.strip() for name in queues_.split(",") if name.strip()] if queues_ else known
    if not names:
        raise out.Mistake(f"{queues_!r} names no queue; there are {', '.join(known)}")
    for name in names:
        if name not in known:
            raise out.Mistake(f"there is no queue {name!r}; there are {', '.join(known)}")
    _become(worker_command(names))


def beat() -> None:
    """Keep time, in the foreground. Two of them do no harm.

    Example: syndication beat
    """
    _become(beat_command())


def together(extra: list[Part], host: str, port: int) -> None:
    """Run the parts, and `extra` ones before them, until asked to stop. Mistake when this home is running already."""
    with _alone(settings.HOME.run / "up.lock"):
        _run(extra, host, port)


@contextmanager
def _alone(place: Path) -> Iterator[None]:
    with place.open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            file.seek(0)
            holder = file.read().strip()
            raise out.Mistake(
                Sentence(
                    f"Hệ thống ở thư mục này đang chạy (tiến trình {holder}).",
                    f"This home is running already (process {holder}).",
                )
            ) from None
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield


def _run(extra: list[Part], host: str, port: int) -> None:
    supervisor = Supervisor(settings.HOME.logs)
    for part in extra:
        supervisor.start(part)
    if not settings.REDIS_URL:
        supervisor.start(Part("redis", redis.command(settings.HOME.redis_socket)))
    if not redis.wait_for(settings.CELERY_BROKER_URL):
        supervisor.stop()
        raise out.Mistake("Redis does not answer; see redis.log in the logs folder, or correct REDIS_URL")
    supervisor.start(Part("web", web_command(host, port)))
    # Apart, so that neither a slow source nor a slow channel keeps the clock or each other waiting.
    supervisor.start(Part("worker", worker_command([name for name in queues() if name not in ("clock", "desk")])))
    supervisor.start(Part("desk", worker_command(["desk"], name="desk", processes=2)))
    supervisor.start(Part("clock", worker_command(["clock"], name="clock", processes=1)))
    supervisor.start(Part("beat", beat_command()))
    out.line(f"http://{host}:{port}  (Ctrl-C stops; logs in {settings.HOME.logs})")
    sys.stdout.flush()
    supervisor.watch()


def need_port(host: str, port: int) -> None:
    """Mistake when the port is in use, or cannot be listened on."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise out.Mistake(f"port {port} on {host} is in use; choose another with --port") from None
            raise out.Mistake(f"cannot listen on port {port} of {host!r}: {error.strerror}") from None
        except (UnicodeError, TypeError):  # TypeError is what a name that cannot be encoded meets here
            raise out.Mistake(f"{host!r} is not the name of a host; write for instance 127.0.0.1") from None


def _become(command: list[str]) -> None:
    """This process becomes the part, so that a process manager's signals reach it."""
    sys.stdout.flush()
    os.execv(command[0], command)  # noqa: S606 - the command is ours, no shell is involved
