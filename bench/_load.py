"""A load of HTTP requests, from a process of its own: `python -m bench._load JSON` prints what came of it as JSON.

What it is asked: "port", "path", "headers", "seconds", "connections".

Raw sockets in one process: on each of its connections one request at a time (nothing is pipelined), sent on all of them, then
read from all of them. Every answer must be as long as the first and have its status, so nothing of it is looked for: that is
what lets Python ask faster than a web server answers.
"""

from __future__ import annotations

import json
import re
import socket
import sys
import time
from typing import Any


def main(asked: dict[str, Any]) -> dict[str, Any]:
    """Ask for that long. ValueError when an answer is not like the first."""
    lines = [f"GET {asked['path']} HTTP/1.1", "Host: 127.0.0.1", *(f"{n}: {v}" for n, v in asked["headers"].items())]
    request = "\r\n".join([*lines, "", ""]).encode()
    opened = [_connect(asked["port"]) for _ in range(asked["connections"])]
    first, head = _first(opened[0], request)
    status, length = first[:12], len(first)
    buffer = memoryview(bytearray(length))
    count, began, computed = 0, time.perf_counter(), time.process_time()
    ends = began + asked["seconds"]
    while time.perf_counter() < ends:
        for one in opened:
            one.send(request)
        for one in opened:
            if one.recv_into(buffer, length, socket.MSG_WAITALL) != length or buffer[:12] != status:
                raise ValueError(f"an answer was not like the first: {bytes(buffer[:200])!r}")
        count += len(opened)
    took = time.perf_counter() - began
    return {
        "status": int(status.split()[1]),
        "length": length,
        "headers": head,
        "a second": count / took,
        "busy": (time.process_time() - computed) / took,
    }


def _connect(port: int) -> socket.socket:
    made = socket.create_connection(("127.0.0.1", port))
    made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return made


def _first(one: socket.socket, request: bytes) -> tuple[bytes, dict[str, str]]:
    """The first answer whole, and its headers by their names in small letters."""
    one.sendall(request)
    data = b""
    while b"\r\n\r\n" not in data:
        data += one.recv(1 << 16)
    head, _, _ = data.partition(b"\r\n\r\n")
    pairs = re.findall(r"^([^:\r\n]+):\s*(.*?)\r?$", head.decode("latin-1"), re.MULTILINE)
    headers = {name.lower(): value for name, value in pairs}
    bodiless = head.split(None, 2)[1] in (b"304", b"204")
    whole = len(head) + 4 + (0 if bodiless else int(headers["content-length"]))
    while len(data) < whole:
        data += one.recv(1 << 16)
    if len(data) != whole:
        raise ValueError(f"an answer of {len(data)} bytes that says it has {whole}")
    return data, headers


if __name__ == "__main__":
    json.dump(main(json.loads(sys.argv[1])), sys.stdout)
