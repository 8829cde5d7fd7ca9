"""What people call the containers and codecs of films."""

from __future__ import annotations

from formatters.story import FilmFacts

KINDS = {
    "video/mp4": "MP4",
    "video/quicktime": "MOV",
    "video/webm": "WebM",
    "video/x-matroska": "MKV",
    "video/x-msvideo": "AVI",
    "video/x-flv": "FLV",
    "video/x-ms-wmv": "WMV",
}
CODECS = {"h264": "H.264", "hevc": "HEVC (H.265)", "vp9": "VP9", "aac": "AAC", "opus": "Opus", "mpeg4": "MPEG-4 Part 2"}


def described(facts: FilmFacts) -> str:
    """The film in one line that needs no language: `MP4 · H.264 1920 × 1080, 25/s · 2:31 · AAC, −23.0 LUFS`."""
    minutes, seconds = divmod(round(facts.seconds), 60)
    loud = "" if facts.loudness is None else f", {facts.loudness:.1f} LUFS".replace("-", "−")
    turned = f" ↻ {facts.rotation}°" if facts.rotation else ""
    parts = [
        KINDS.get(facts.mime, facts.mime),
        f"{CODECS.get(facts.video, facts.video)} {facts.width} × {facts.height}{turned}, {facts.rate:.3g}/s",
        f"{minutes}:{seconds:02}",
        f"{CODECS.get(facts.audio, facts.audio)}{loud}" if facts.audio else "",
    ]
    return " · ".join(filter(None, parts))
