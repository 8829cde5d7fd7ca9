"""A rendition's planned cuts → their bytes, made once and kept: for every account, every process and after a restart."""

from __future__ import annotations

from dataclasses import replace

from formatters import pixels
from formatters.rendition import CannotTell, Cut, Rendition
from scheduler import blobs


def cut(rendition: Rendition) -> Rendition:
    """The same rendition with the bytes of its cuts made and kept. CannotTell when a picture cannot be cut as planned.

    The same plan always gives the same bytes, so what was made before is taken; bytes that are gone are made again.
    """
    plans = dict.fromkeys(rendition.cuts)
    made = {plan: known for plan in plans if (known := _known(plan))}
    missing: dict[str, list[Cut]] = {}
    for plan in plans:
        if plan not in made:
            missing.setdefault(plan.source, []).append(plan)
    for source, wanted in missing.items():
        made |= _make(source, wanted)
    return rendition.with_cuts(made)


def _known(plan: Cut) -> Cut | None:
    found = blobs.remembered(pixels.key(plan))
    return replace(plan, sha256=found[0], size=found[1]) if found else None


def _make(source: str, plans: list[Cut]) -> dict[Cut, Cut]:
    original = blobs.place(source).read_bytes() if source else pixels.default_cover()
    try:
        pictures = pixels.cuts(original, plans)
    except pixels.UnusablePicture as error:
        raise CannotTell(error.why) from error
    made: dict[Cut, Cut] = {}
    for plan, data in zip(plans, pictures, strict=True):
        sha256 = blobs.keep(data)
        blobs.remember(pixels.key(plan), sha256)
        made[plan] = replace(plan, sha256=sha256, size=len(data))
    return made
