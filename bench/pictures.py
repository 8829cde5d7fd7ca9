"""All cuts of a 24-megapixel JPEG for all channels ÷ libvips, one call a size, and ÷ Pillow, one open a size.

One thread each, the same parts, sizes and kind of JPEG; the three take turns, and medians are compared.
"""

from __future__ import annotations

import io
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
import PIL
from PIL import Image
from skimage.metrics import structural_similarity

from bench._makers import MAKERS, reference
from bench._photo import photo
from bench.report import Ratio, Report, Wanted
from channels.registry import all_channels
from formatters import pixels
from formatters.images import plan
from formatters.rendition import Cut
from formatters.story import Picture

ROUNDS = 5


def plans_of(data: bytes) -> list[Cut]:
    """One cut for each size that any channel's manifest asks of this picture; what two channels share is made once."""
    probed = pixels.probe(data)
    picture = Picture("", probed.mime, probed.width, probed.height, "")
    slots = [
        slot
        for channel in all_channels().values()
        for slot in (channel.limits.cover, *channel.limits.gallery)
        if slot is not None
    ]
    cuts = [plan(picture, slot) for slot in slots]
    return list({(cut.box, cut.width, cut.height): cut for cut in cuts}.values())


def measure() -> Report:
    """Times, similarity and peak memory."""
    data = photo()
    plans = plans_of(data)
    walls: dict[str, list[float]] = {name: [] for name in MAKERS}
    burnt: dict[str, list[float]] = {name: [] for name in MAKERS}
    made: dict[str, list[bytes]] = {}
    for _ in range(ROUNDS):
        for name, make in MAKERS.items():
            wall, cpu = time.perf_counter(), time.process_time()
            made[name] = make(data, plans)
            walls[name].append(time.perf_counter() - wall)
            burnt[name].append(time.process_time() - cpu)
    wall_of = {name: median(times) for name, times in walls.items()}
    cpu_of = {name: median(times) for name, times in burnt.items()}
    alike = _similarities(data, plans, made)
    peaks = _peaks(data) if Path("/proc/self/status").exists() else {}
    ours, least = wall_of["ours"], min(alike["ours"])
    return Report(
        ratios=(
            Ratio("time, libvips", ours, wall_of["libvips"], "libvips", "s", Wanted.AT_MOST, 0.6),
            Ratio("time, Pillow", ours, wall_of["Pillow"], "Pillow", "s", Wanted.AT_MOST, 0.15),
            Ratio("similarity of the least alike", least, 1.0, "full decode, LANCZOS", "SSIM", Wanted.AT_LEAST, 0.97),
            *(
                Ratio(f"peak memory, {name}", peaks["ours"], peaks[name], name, "MB", Wanted.AT_MOST)
                for name in list(peaks)[1:]
            ),
        ),
        facts={
            "picture": f"{Image.open(io.BytesIO(data)).size} pixels, {len(data) / 1e6:.1f} MB",
            "sizes": [f"{cut.width} × {cut.height} of {cut.box}" for cut in plans],
            "versions": {"Pillow": PIL.__version__, "libvips": _libvips()},
            "threads": "one for each of them (VIPS_CONCURRENCY=1); libvips' cache of operations is off",
            "JPEG": "quality 92, 4:2:0, baseline, the standard's Huffman tables, for each of them",
            "wall seconds": {name: round(seconds, 3) for name, seconds in wall_of.items()},
            "CPU seconds": {name: round(seconds, 3) for name, seconds in cpu_of.items()},
            "CPU ratios": {name: round(cpu_of["ours"] / cpu_of[name], 3) for name in ("libvips", "Pillow")},
            "bytes in all": {name: sum(map(len, files)) for name, files in made.items()},
            "similarity, least and mean": {
                name: f"{min(found):.4f} {sum(found) / len(found):.4f}" for name, found in alike.items()
            },
            "similarity is": "structural similarity of the luminance of the finished JPEG and of the uncompressed reference",
            "libvips' similarity": "its parts are cut at whole pixels of the reduced picture, up to half a pixel beside the reference",
            "peak memory is": "resident, beyond the program, its libraries and the JPEG, in a process of its own",
        },
        missing=() if peaks else ("peak memory: this system does not tell it in /proc",),
    )


def _similarities(data: bytes, plans: list[Cut], made: dict[str, list[bytes]]) -> dict[str, list[float]]:
    original = Image.open(io.BytesIO(data))
    wanted = [_light(reference(original, cut)) for cut in plans]
    return {
        name: [
            _similarity(_light(Image.open(io.BytesIO(file))), want) for file, want in zip(files, wanted, strict=True)
        ]
        for name, files in made.items()
    }


def _similarity(one: Any, other: Any) -> float:
    return float(structural_similarity(one, other, data_range=255))  # type: ignore[no-untyped-call]


def _light(picture: Image.Image) -> Any:
    return np.asarray(picture.convert("L"))


def _peaks(data: bytes) -> dict[str, float]:
    """In megabytes, each measured in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "photo.jpg"
        file.write_bytes(data)
        return {name: _peak(name, file) for name in MAKERS}


def _peak(maker: str, file: Path) -> float:
    words = [sys.executable, "-W", "ignore", "-m", "bench._cutting", maker, str(file)]
    told = subprocess.run(words, capture_output=True, text=True, check=True, cwd=Path(__file__).parent.parent)  # noqa: S603 - our own program
    return int(told.stdout) / 1e6


def _libvips() -> str:
    import pyvips

    return ".".join(str(pyvips.version(part)) for part in range(3))
