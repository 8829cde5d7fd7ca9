"""The browser of the browser tests: installed where that is possible, and said loudly where it is not."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys


def find() -> str | None:
    """The path of a Chromium on this machine, or None."""
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def main() -> None:
    """Install Debian's chromium when we are root on a machine that has apt."""
    if find() or os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    print("installing a browser for the browser tests (chromium)", flush=True)
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["apt-get", "update"], ["apt-get", "install", "-y", "--no-install-recommends", "chromium"]):
        if subprocess.run(command, env=environment, check=False, **quiet).returncode:  # type: ignore[call-overload]
            print("no browser could be installed; the browser tests will be skipped", file=sys.stderr)
            return


if __name__ == "__main__":
    main()
