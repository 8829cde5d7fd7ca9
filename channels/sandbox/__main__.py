"""The sandboxes by themselves: `python -m channels.sandbox [PORT]`."""

from __future__ import annotations

import sys

from channels.sandbox.server import SandboxServer

if __name__ == "__main__":
    server = SandboxServer(port=int(sys.argv[1]) if len(sys.argv) > 1 else 9000)
    print(f"{server.url}/wall", flush=True)
    server.serve_forever()
