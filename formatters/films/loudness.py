"""How loud a film's sound is, by EBU R128."""

from __future__ import annotations

import av
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.filter import Graph
from av.packet import Packet

LISTENED = 300.0  # seconds of sound: enough to tell, and soon over


class Meter:
    """Hears a stream's packets as they come, for five minutes of its sound."""

    def __init__(self, stream: AudioStream) -> None:
        self._stream = stream
        self._graph: Graph | None = None
        self._heard = 0.0
        self._deaf = False
        self._found: float | None = None

    @property
    def loudness(self) -> float | None:
        """Integrated loudness in LUFS of what was heard; −70 is silence. None when the sound could not be decoded."""
        return self._found

    def hear(self, packet: Packet[AudioStream]) -> None:
        """Take one packet of the stream; nothing happens once enough was heard. A sound that cannot be read is passed over."""
        if self._deaf or self._heard >= LISTENED:
            return
        try:
            for frame in packet.decode():
                self._take(frame)
        except (av.error.FFmpegError, ValueError):
            self._deaf = True

    def _take(self, frame: AudioFrame) -> None:
        if self._graph is None:
            self._graph = _meter(frame)
        self._graph.push(frame)
        self._heard += frame.samples / max(frame.sample_rate, 1)
        while True:
            try:
                told = self._graph.pull().metadata.get("lavfi.r128.I")
            except (av.error.BlockingIOError, av.error.EOFError):
                return
            if told is not None:
                self._found = max(-70.0, round(float(told), 1))


def _meter(frame: AudioFrame) -> Graph:
    graph = Graph()
    into = graph.add_abuffer(
        sample_rate=frame.sample_rate, format=frame.format.name, layout=frame.layout.name, time_base=frame.time_base
    )
    measured, out = graph.add("ebur128", "metadata=1"), graph.add("abuffersink")
    into.link_to(measured)
    measured.link_to(out)
    graph.configure()
    return graph
