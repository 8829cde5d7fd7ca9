"""The process: both servers, no Django, and a quick end."""

from __future__ import annotations

import signal
import subprocess
import sys
import time

import pytest

from channels.wire import Guard, Wire
from syndication.demo.__main__ import main

WITHOUT_DJANGO = (
    "import runpy, sys; sys.modules['django'] = None; sys.argv[0] = 'demo'; "
    "runpy.run_module('syndication.demo', run_name='__main__')"
)


@pytest.mark.processes
@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
def test_it_serves_the_sandboxes_and_the_portal_without_django_and_ends_at_once(sign: signal.Signals) -> None:
    words = [sys.executable, "-c", WITHOUT_DJANGO, "--port", "0", "--start", "2", "--every", "3600"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            told = dict(process.stdout.readline().split() for _ in range(2))
            wire = Wire(Guard(["127.0.0.1"]), timeout=60)
            assert "Facebook" in wire.read(f"{told['sandbox']}/wall").text
            front = wire.read(f"{told['portal']}/")
            assert front.status == 200
            assert front.text.count("---oid") == 2
        finally:
            asked = time.monotonic()
            process.send_signal(sign)
            code = process.wait(20)
    assert code == 0
    assert time.monotonic() - asked < 5


@pytest.mark.parametrize("words", [["--port", "-1"], ["--port", "65535"], ["--every", "0"], ["--start", "-2"]])
def test_a_mistake_is_told_with_exit_code_2(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(words)
    assert ended.value.code == 2
    assert words[0] in capsys.readouterr().err
