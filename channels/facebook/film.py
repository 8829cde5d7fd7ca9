"""A film on its way to the Page, so that any other process can go on where this one was killed.

Until `finish` nobody sees anything, and one session is one video: its parts are addressed by their offsets and may be sent
again, and a second `finish` makes no second one. The memo is written before `finish` and after every part.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from contextlib import ExitStack
from typing import Any, BinaryIO

from channels.access import Access
from channels.channel import Parcel
from channels.errors import AccountBroken, ChannelError, NotAccepted, OutcomeUnknown, Refused, Unavailable, Unsupported
from channels.facebook import video_calls
from channels.facebook.client import Graph, GraphError
from channels.facebook.codes import GO_ON_AT, NO_PAGE, SESSION_GONE
from channels.facebook.judging import in_our_words, judged
from channels.facebook.photos import blob_of
from channels.facebook.standing import Standing, all_there, standing
from formatters.rendition import TextLimit, Unit
from formatters.story import Blob
from formatters.text import fit

PART = 4 * 1024 * 1024  # bytes sent at a time where Meta offers more
TITLE = TextLimit(255, Unit.UTF16)  # third parties' number; Meta gives none
STALLS = 3  # answers in a row after which the server wants the same bytes again


def kept(access: Access) -> dict[str, Any]:
    """What the memo holds of a film: film (its SHA-256), size, session, video, offset, end, about, finishing, at, bare.

    `end` is how far Meta wants it next. `finishing` says that `finish` may have been sent, at the time `at` and with the
    texts whose digest is `about`; `bare` that the poster was refused. {} when no film was begun.
    """
    return dict(access.memo.read().get("film", {}))


def digest_of(parcel: Parcel) -> str:
    """SHA-256 (hex) over the film and what is said about it."""
    told = parcel.rendition
    about = [told.film.sha256 if told.film else "", told.title, told.text]
    return hashlib.sha256(json.dumps(about, ensure_ascii=False).encode()).hexdigest()


def title_of(parcel: Parcel) -> str:
    """The title beside the film, shortened to what Facebook's clients allow; the whole one stands in the text."""
    return fit(parcel.rendition.title, TITLE)


class FilmOnItsWay:
    """One film from its first byte to `finish`. Every error but OutcomeUnknown says: nobody sees a video."""

    def __init__(self, graph: Graph, page_id: str, parcel: Parcel, access: Access) -> None:
        if parcel.rendition.film is None:
            raise Unsupported("the rendition has no film")
        self._graph, self._page_id, self._parcel, self._access = graph, page_id, parcel, access
        self._address = str(access.settings["video_url"])
        self._film = parcel.rendition.film
        self._blob = self._bytes_of_the_film()
        self._was_there = False  # whether the session is one of an earlier try

    def carry(self) -> None:
        """Send what is missing, then `finish`: the video is Meta's to work on then. Goes on with the memo's session."""
        memo = kept(self._access)
        self._was_there = bool(memo.get("session")) and memo.get("film") == self._film.sha256
        if not self._was_there:
            self._start()
        self._transfer()
        self._finish()

    def _start(self) -> None:
        self._forget()
        try:
            answer = video_calls.start(self._graph, self._address, self._page_id, self._blob.size)
        except (GraphError, OutcomeUnknown) as error:
            raise self._unseen(error) from error
        session, video = answer.get("upload_session_id"), answer.get("video_id")
        if not session or not video:
            raise Unavailable("the answer to a start names no session", evidence={"answer": dict(answer)})
        start, end = _number(answer.get("start_offset")) or 0, _number(answer.get("end_offset"))
        self._keep({"session": str(session), "video": str(video), "offset": start, "end": end or self._blob.size})

    def _transfer(self) -> None:
        memo = kept(self._access)
        at, end, stalls, size = int(memo["offset"]), int(memo["end"]), 0, self._blob.size
        nothing_kept = False
        with self._blob.open() as stream:
            while at < size:
                # A server that keeps nothing of a part that is smaller than offered gets all that it offered.
                offered = min(end, size) - at if end > at else size - at
                stream.seek(at)
                start, end = self._part(memo["session"], at, stream, offered if nothing_kept else min(PART, offered))
                nothing_kept, stalls = start == at, stalls + 1 if start <= at else 0
                self._keep({"offset": start, "end": end})
                if stalls >= STALLS:
                    raise Unavailable("the upload makes no progress", evidence={"offset": at})
                if start == end < size:
                    self._forget()
                    raise Unavailable("the session ended before the film did", evidence={"offset": at})
                at = start

    def _part(self, session: str, at: int, stream: BinaryIO, size: int) -> tuple[int, int]:
        """Send one part; from where to go on, and how far Meta wants it next."""
        try:
            answer = video_calls.transfer(self._graph, self._address, self._page_id, session, at, stream, size)
        except GraphError as error:
            if GO_ON_AT not in (error.code, error.subcode):
                raise self._unseen(error) from error
            answer = error.data
        except OutcomeUnknown as error:
            raise self._unseen(error) from error
        start = _number(answer.get("start_offset"))
        if start is None or not 0 <= start <= self._blob.size:
            raise Unavailable("the answer to a part names no offset", evidence={"answer": dict(answer)})
        return start, _number(answer.get("end_offset")) or self._blob.size

    def _finish(self) -> None:
        memo = kept(self._access)
        cover = None if memo.get("bare") else self._parcel.rendition.cover
        about, doubted = digest_of(self._parcel), bool(memo.get("finishing"))
        if doubted and memo.get("about") != about:
            about = ""  # which of two texts it bears is not known: it will be told anew if it turns up
        self._keep({"finishing": True, "about": about, "at": self._access.now().isoformat()})
        try:
            with ExitStack() as stack, in_our_words(reading=False):
                thumb = None
                if cover is not None:
                    blob = blob_of(cover, self._parcel)
                    thumb = ("poster.jpg", stack.enter_context(blob.open()), blob.mime)
                done = video_calls.finish(
                    self._graph,
                    self._address,
                    self._page_id,
                    memo["session"],
                    title=title_of(self._parcel),
                    description=self._parcel.rendition.text,
                    thumb=thumb,
                )
        except (NotAccepted, Refused, Unsupported) as error:
            raise self._not_finished(error, with_poster=cover is not None, doubted=doubted) from error
        if not done:
            raise OutcomeUnknown("the answer to finish is not success")

    def _not_finished(self, error: ChannelError, *, with_poster: bool, doubted: bool) -> ChannelError:
        """What a refusal of `finish` means: bytes are missing, the session is gone, or the poster may be at fault.

        After a `finish` whose answer was lost, a session that is gone may be one that was finished: only a video that is
        said to be unfinished settles that. A doubt is kept in the memo until then.
        """
        found = error.__cause__
        if isinstance(found, GraphError) and GO_ON_AT in (found.code, found.subcode):
            self._keep({"finishing": False, "offset": _number(found.data.get("start_offset")) or 0})
            return error
        gone = self._gone(found) or self._stale(error)
        if isinstance(error, Refused) and with_poster and not self._gone(found):
            self._keep({"bare": True, "finishing": doubted})  # a poster keeps no film from going: once more, without it
            return Unavailable(error.cause, evidence=error.evidence)
        if doubted and not (gone or isinstance(error, Refused)):
            return error
        if doubted and not self._surely_unfinished():
            return OutcomeUnknown(error.cause, evidence=error.evidence)
        self._keep({"finishing": False})
        return self._begin_again(error) if gone else error

    def _surely_unfinished(self) -> bool:
        """Whether Meta says so. Every byte being there is no word about `finish`: only with "not published" beside it."""
        try:
            with in_our_words(reading=True):
                video = video_calls.read_video(self._graph, kept(self._access)["video"])
        except ChannelError:
            return False
        told = "published" in video or not all_there(video)
        return told and standing(video) is Standing.UNFINISHED

    def _unseen(self, error: GraphError | OutcomeUnknown) -> ChannelError:
        """The error of a call that shows nothing to anybody: never OutcomeUnknown."""
        found = judged(error, reading=False) if isinstance(error, GraphError) else error
        if self._gone(error) or self._stale(found):
            return self._begin_again(found)
        if isinstance(found, OutcomeUnknown):
            return Unavailable(found.cause, evidence=found.evidence)
        return found

    @staticmethod
    def _gone(error: BaseException | None) -> bool:
        return isinstance(error, GraphError) and SESSION_GONE in (error.code, error.subcode)

    def _stale(self, error: ChannelError) -> bool:
        """Whether the remembered session may be what is refused: Meta tells of an ended one in no certain way."""
        no_object = isinstance(error, AccountBroken) and error.say is NO_PAGE
        return self._was_there and (isinstance(error, Refused) or no_object)

    def _begin_again(self, error: ChannelError) -> ChannelError:
        self._forget()
        return Unavailable(error.cause, evidence=error.evidence)

    def _keep(self, changed: Mapping[str, Any], *, anew: bool = False) -> None:
        before = {} if anew else kept(self._access)
        self._access.memo.write({**self._access.memo.read(), "film": {**before, **changed}})

    def _forget(self) -> None:
        """Nothing of a session was ever seen: a new one is begun. Whether the poster was refused stays known."""
        bare = {"bare": True} if kept(self._access).get("bare") else {}
        begun = {"film": self._film.sha256, "size": self._blob.size, "about": digest_of(self._parcel)}
        self._keep({**begun, **bare}, anew=True)

    def _bytes_of_the_film(self) -> Blob:
        try:
            return self._parcel.blobs[self._film.sha256]
        except KeyError:
            raise Unsupported(f"the parcel lacks the bytes of the film {self._film.sha256}") from None


def _number(told: Any) -> int | None:
    try:
        return int(told)
    except (TypeError, ValueError):
        return None
