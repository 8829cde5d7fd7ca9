"""One input of `source try`: read as a source would be, judged, and stored nowhere."""

from __future__ import annotations

import logging
from dataclasses import replace
from pathlib import Path
from typing import Any

from channels.errors import ChannelError
from formatters.sentence import Sentence
from scheduler.access import open_wire
from syndication.cli import out
from syndication.desk import sources as desk
from syndication.desk.refuse import stamped
from syndication.sources.discover import discover
from syndication.sources.entry import Parsed
from syndication.sources.parse import Unreadable, parse
from syndication.sources.retrieve import MOST_BYTES, NotRetrieved, retrieve

log = logging.getLogger(__name__)


def tried(word: str) -> dict[str, Any]:
    """What would come of this address or file, as plain JSON values: whatever is wrong with it, there is an answer."""
    try:
        return _read_and_judged(word)
    except (NotRetrieved, Unreadable, ChannelError) as error:
        return _answer(word, error=out.in_their_language(error.say))
    except OSError as error:
        reason = error.strerror or type(error).__name__
        return _answer(
            word,
            error=out.in_their_language(
                Sentence(f"Không đọc được tệp: {reason}.", f"The file cannot be read: {reason}.")
            ),
        )
    except ValueError as error:
        return _answer(word, error=str(error))
    except Exception as error:
        # The contract: every input is answered, whatever is wrong with it. The others must not suffer for our fault.
        log.warning("source try: %r could not be read: %r", word, error)
        log.debug("source try", exc_info=True)
        return _answer(
            word,
            error=out.in_their_language(
                Sentence("Không đọc được vì lỗi của hệ thống.", "It cannot be read because of a fault of ours.")
            ),
        )


def _read_and_judged(word: str) -> dict[str, Any]:
    parsed = _read(word)
    findings = [out.in_their_language(finding) for finding in parsed.findings]
    for entry in parsed.entries:
        stamp = stamped(entry)
        if stamp is not None:
            findings.append(out.in_their_language(stamp.say))  # names the rule, never the entry
        else:
            findings.extend(f"{entry.title[:80]}: {out.in_their_language(finding)}" for finding in entry.findings)
    return _answer(word, kind=parsed.kind, title=parsed.title, entries=len(parsed.entries), findings=findings)


def _read(word: str) -> Parsed:
    if not word.strip():
        raise ValueError("an empty word names neither an address nor a file")
    if "://" in word:
        desk.host_of(word)
        retrieved = retrieve(word, open_wire())
        if retrieved.status == "gone":
            raise NotRetrieved(Sentence("Địa chỉ này đã bị gỡ (410).", "This address is gone (410)."))
        try:
            return parse(retrieved.body, retrieved.content_type, retrieved.url)
        except Unreadable as error:
            if (found := discover(retrieved, error, open_wire(), "vi")) is None:
                raise
            return replace(found.parsed, findings=(found.how, *found.parsed.findings))
    path = Path(word)
    with path.open("rb") as file:
        body = file.read(MOST_BYTES + 1)
    if len(body) > MOST_BYTES:
        raise ValueError(f"the file is larger than {MOST_BYTES // 1024 // 1024} MiB")
    return parse(body, "", path.absolute().as_uri())


def _answer(
    word: str,
    *,
    kind: str | None = None,
    title: str | None = None,
    entries: int | None = None,
    error: str | None = None,
    findings: list[str] | None = None,
) -> dict[str, Any]:
    return {
        "input": word,
        "kind": kind,
        "title": title,
        "entries": entries,
        "error": error,
        "findings": findings or [],
    }
