"""Requests a second for a feed, 200 (gzip) and 304: our server ÷ nginx on the same files and the same core, ÷ Django's own framework.

Each server has one core for itself, and the load comes from another, over connections that stay open: over a few, where servers also wait
for the load, and over so many that their core is never idle, which is what they can do at most. Ours is started as `syndication web`
starts it; nginx has `deploy/nginx.conf` and the files that the program keeps; the view of
`django.contrib.syndication`, over the same 50 items of the ledger, is answered by our own server. They are asked in turns.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
from collections.abc import Callable, Collection
from typing import Any

import psutil
import requests

from bench._instance import TREE, Instance, free_port, instance, wait_for
from bench.report import Ratio, Report
from tests.support.nginx import installed, nginx

ITEMS = 50
ROUNDS = int(os.environ.get("BENCH_FEEDS_ROUNDS", "5"))
SECONDS = 2.0
CONNECTIONS = {"a few": 16, "many": 64}
PATH = "/feeds/tin.rss"
PEER = "/peer.rss"
GOAL, PEER_GOAL = 0.7, 50.0
NO_NGINX = "nginx is not installed here: nothing was compared with it"
ONE_CORE = "this machine has one core: server and load share it, so both are slowed"


def measure() -> Report:
    """On SQLite: no question is asked of a database by what is measured, but for one a second."""
    cores = sorted(os.sched_getaffinity(0))
    serving, asking = {cores[0]}, {cores[-1]}
    missing = [] if len(cores) > 1 else [ONE_CORE]
    with instance(on_postgres=False) as made:
        made.run("bench._published", str(ITEMS))
        port = _start(made, serving)
        sides: dict[str, Side] = {"ours": Side(port, PATH, _web(made), asking)}
        rounds: dict[str, list[dict[str, Any]]] = {}
        peer = Side(port, PEER, _web(made), asking)
        if installed():
            with nginx(made.home, upstream=port, base="http://feeds.example", logged=False, cores=serving) as other:
                sides["nginx"] = Side(other.port, PATH, psutil.Process(other.pid), asking)
                rounds = _rounds(sides, peer)
        else:
            missing.append(NO_NGINX)
            rounds = _rounds(sides, peer)
    return Report(tuple(_ratios(rounds)), _facts(rounds, serving, asking), tuple(missing))


class Side:
    """One server at one address: asked from a process of its own, watched meanwhile."""

    def __init__(self, port: int, path: str, process: psutil.Process, cores: Collection[int]) -> None:
        self._asked = {"port": port, "path": path, "seconds": SECONDS}
        self._process = process
        self._cores = cores

    def load(self, connections: int = 16, **headers: str) -> dict[str, Any]:
        """What a load of some seconds found; with how much of its core the server used, and how often a second of that answers."""
        before = self._computed()
        asked = {**self._asked, "connections": connections}
        asked["headers"] = {name.replace("_", "-"): value for name, value in headers.items()}
        done = subprocess.run(  # noqa: S603 - our own program, no shell
            [sys.executable, "-W", "ignore", "-m", "bench._load", json.dumps(asked)],
            cwd=TREE,
            stdout=subprocess.PIPE,
            check=True,
            preexec_fn=_on(self._cores),
        )
        found: dict[str, Any] = json.loads(done.stdout)
        computed = self._computed() - before
        return {**found, "a second computed": found["a second"] * SECONDS / computed, "server busy": computed / SECONDS}

    def _computed(self) -> float:
        everybody = [self._process, *self._process.children(recursive=True)]
        return sum(sum(one.cpu_times()[:2]) for one in everybody)


def _rounds(sides: dict[str, Side], peer: Side) -> dict[str, list[dict[str, Any]]]:
    """In turns: what each gave, by its name and the status that was asked for."""
    tags = {name: side.load(Accept_Encoding="gzip")["headers"]["etag"] for name, side in sides.items()}
    peer.load(Accept_Encoding="gzip")
    found: dict[str, list[dict[str, Any]]] = {}
    for _ in range(ROUNDS):
        for many, connections in CONNECTIONS.items():
            for name, side in sides.items():
                given = _checked(side.load(connections, Accept_Encoding="gzip"), 200)
                found.setdefault(f"{name} 200 {many}", []).append(given)
                given = _checked(side.load(connections, Accept_Encoding="gzip", If_None_Match=tags[name]), 304)
                found.setdefault(f"{name} 304 {many}", []).append(given)
        found.setdefault("django 200 a few", []).append(_checked(peer.load(), 200))
    return found


def _checked(found: dict[str, Any], status: int) -> dict[str, Any]:
    if found["status"] != status:
        raise AssertionError(f"{status} was asked for, and {found['status']} was answered")
    return found


def _ratios(rounds: dict[str, list[dict[str, Any]]]) -> list[Ratio]:
    rate = {name: statistics.median(one["a second"] for one in found) for name, found in rounds.items()}
    told = [
        Ratio(
            f"{status}{' (gzip)' if status == 200 else ''}, {connections} connections",
            rate[f"ours {status} {many}"],
            rate[f"nginx {status} {many}"],
            "nginx",
            "a second",
            goal=GOAL,
        )
        for many, connections in CONNECTIONS.items()
        for status in (200, 304)
        if f"nginx {status} {many}" in rate
    ]
    ours, peer = rate["ours 200 a few"], rate["django 200 a few"]
    return [*told, Ratio("200, 16 connections", ours, peer, "django.contrib.syndication", "a second", goal=PEER_GOAL)]


def _facts(
    rounds: dict[str, list[dict[str, Any]]], serving: Collection[int], asking: Collection[int]
) -> dict[str, Any]:
    def each(key: str, number: Callable[[float], Any]) -> dict[str, Any]:
        return {name: [number(one[key]) for one in found] for name, found in rounds.items()}

    return {
        "cores (serving, asking)": f"{sorted(serving)}, {sorted(asking)}; load of the machine {os.getloadavg()[0]:.2f}",
        "bytes of an answer": {name: found[0]["length"] for name, found in rounds.items()},
        "rounds, a second": {name: str(found) for name, found in each("a second", round).items()},
        "of its core the server used": {name: str(f) for name, f in each("server busy", lambda n: round(n, 2)).items()},
        "of its core the load used": {name: str(f) for name, f in each("busy", lambda n: round(n, 2)).items()},
        "answers for a second of the server's computing": {
            name: round(statistics.median(one["a second computed"] for one in found)) for name, found in rounds.items()
        },
    }


def _start(made: Instance, cores: Collection[int]) -> int:
    """The web part as `syndication web` starts it, on these cores alone, with the opponent's address besides; its port."""
    made.environment["DJANGO_SETTINGS_MODULE"] = "bench._peer"
    port, ours = free_port(), os.sched_getaffinity(0)
    os.sched_setaffinity(0, cores)  # what is started has it
    try:
        made.start("syndication", "web", "--port", str(port))
    finally:
        os.sched_setaffinity(0, ours)
    wait_for(lambda: _listens(port), 30)
    return port


def _listens(port: int) -> bool:
    try:
        return requests.get(f"http://127.0.0.1:{port}{PATH}", timeout=1).ok
    except requests.ConnectionError:
        return False


def _web(made: Instance) -> psutil.Process:
    return psutil.Process(made.started[-1].pid)


def _on(cores: Collection[int]) -> Callable[[], None]:
    return lambda: os.sched_setaffinity(0, cores)
