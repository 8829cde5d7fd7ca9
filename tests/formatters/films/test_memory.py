"""A film is never whole in memory: what reading and copying 220 MB takes is what 2 MB takes."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path

import av
import pytest

PACKET = random.Random(668).randbytes(1_000_000)  # noqa: S311 - any bytes, the same ones each time
SCRIPT = """
import json, resource, sys
from pathlib import Path
from formatters.films.make import make
from formatters.films.probe import probe
from formatters.films.recipe import Recipe
source, target = Path(sys.argv[1]), Path(sys.argv[2])
facts = probe(source, "video/quicktime")
make(source, facts, Recipe("copy", ""), target)
print(json.dumps([facts.seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss]))
"""


def large(place: Path, packets: int) -> None:
    """A MOV of so many megabytes: one picture that can be shown, then packets that no machine could press any smaller."""
    with av.open(str(place), "w", format="mov") as file:
        stream = file.add_stream("mjpeg", rate=25)
        stream.width, stream.height, stream.pix_fmt = 160, 96, "yuvj420p"
        frame = av.VideoFrame(160, 96, "yuvj420p")
        for plane in frame.planes:
            plane.update(bytes(plane.buffer_size))
        (shown,) = stream.encode(frame)
        for number in range(packets):
            packet = av.Packet(
                bytes(shown) + PACKET
            )  # what follows the picture's end is passed over by whoever decodes
            packet.stream, packet.pts, packet.dts, packet.duration = stream, number, number, 1
            packet.time_base, packet.is_keyframe = shown.time_base, True
            file.mux(packet)


def peak(folder: Path, packets: int) -> int:
    """The most kilobytes that a process of its own held while it read and copied such a film."""
    source, target = folder / f"{packets}.mov", folder / f"{packets}.mp4"
    large(source, packets)
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(source), str(target)], capture_output=True, text=True, check=True
    )
    seconds, most = json.loads(done.stdout)
    assert seconds == pytest.approx(packets / 25)
    assert target.stat().st_size > packets * len(PACKET)
    with target.open("rb") as file:
        head = file.read(64)
    assert b"moov" in head, "the index stands in front"
    source.unlink()
    target.unlink()
    return int(most)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the peak is told in other units")
def test_what_a_film_takes_of_memory_does_not_grow_with_it(tmp_path: Path) -> None:
    small, great = peak(tmp_path, 2), peak(tmp_path, 220)
    assert great - small < 40_000, f"{small} kB for 2 MB, {great} kB for 220 MB"
