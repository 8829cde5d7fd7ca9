"""nginx with `deploy/nginx.conf`, its paths exchanged for those of a test or a benchmark."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

CONF = Path(__file__).parents[2] / "deploy" / "nginx.conf"
AROUND = """
{user}
daemon off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 256; }}
http {{
    sendfile on;
    tcp_nopush on;
    keepalive_requests 1000000;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/syndication.conf;
}}
"""


def installed() -> str | None:
    """Where nginx is, None where it is not installed."""
    return shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")


@dataclass(frozen=True)
class Nginx:
    """One that runs: its port, its process and the folder of its logs."""

    port: int
    pid: int
    folder: Path


@contextmanager
def nginx(root: Path, *, upstream: int, base: str, logged: bool = True, cores: Collection[int] = ()) -> Iterator[Nginx]:
    """nginx for the folder above the feeds, with our web part on a port; on these cores alone when some are named."""
    program = installed()
    assert program is not None
    folder, port = Path(tempfile.mkdtemp(prefix="syndication-nginx-")), _free_port()
    changed = CONF.read_text()
    for written, ours in {
        "server 127.0.0.1:8000;": f"server 127.0.0.1:{upstream};",
        "listen 80;": f"listen 127.0.0.1:{port};",
        "set $public https://feeds.example;": f"set $public {base};",
        "root /srv/syndication;": f"root {root};",
        "/var/log/nginx/": f"{folder}/",
        **({} if logged else {f"access_log {folder}/syndication.access.log syndication;": "access_log off;"}),
    }.items():
        assert written in changed, f"deploy/nginx.conf has no {written!r}"
        changed = changed.replace(written, ours)
    (folder / "syndication.conf").write_text(changed)
    (folder / "nginx.conf").write_text(AROUND.format(folder=folder, user="user root;" if os.getuid() == 0 else ""))
    ours = os.sched_getaffinity(0)
    os.sched_setaffinity(0, cores or ours)  # what is started has it, and its worker
    try:
        process = subprocess.Popen([program, "-p", str(folder), "-c", f"{folder}/nginx.conf"], start_new_session=True)
    finally:
        os.sched_setaffinity(0, ours)
    try:
        _wait(port, process)
        yield Nginx(port, process.pid, folder)
    finally:
        process.terminate()
        process.wait(10)
        shutil.rmtree(folder, ignore_errors=True)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"nginx ended with {process.returncode}")
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.02)
        else:
            return
    raise TimeoutError("nginx did not listen")
