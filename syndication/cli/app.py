"""The commands, put together. A mistake is one clear sentence and exit code 2."""

from __future__ import annotations

import logging
import sys
from collections.abc import Sequence
from functools import cache

import typer
from django.core.exceptions import ImproperlyConfigured
from django.db import Error as DatabaseTrouble
from django.db import ProgrammingError
from typer.exceptions import TyperException

from channels.errors import ChannelError
from formatters.sentence import Sentence
from scheduler.ledger import Conflict
from syndication.cli import (
    accounts,
    bench,
    calendar,
    connect,
    deliveries,
    freeze,
    instance,
    items,
    keys,
    override,
    partners,
    parts,
    sources,
    up,
)
from syndication.cli.command import Commands
from syndication.cli.out import Mistake, in_their_language

app = Commands(
    "One item of the portal, told once and only once on every channel.",
    name="syndication",
    pretty_exceptions_enable=False,
    add_completion=False,
)
app.command("init")(instance.init)
app.command("up")(up.up)
app.command("web")(parts.web)
app.command("worker")(parts.worker)
app.command("beat")(parts.beat)
app.command("doctor")(instance.doctor)
app.add_typer(instance.user, name="user")
app.add_typer(sources.source, name="source")
app.add_typer(sources.route, name="route")
accounts.account.command("connect")(connect.connect)
app.add_typer(accounts.account, name="account")
app.add_typer(accounts.mandate, name="mandate")
app.add_typer(keys.key, name="key")
items.item.command("override")(override.override)
app.add_typer(items.item, name="item")
app.command("plan")(items.plan)
app.command("correct")(items.correct)
app.command("withdraw")(items.withdraw)
app.add_typer(freeze.freeze, name="freeze")
app.add_typer(calendar.calendar, name="calendar")
app.command("deliveries")(deliveries.deliveries)
app.command("approve")(deliveries.approve)
app.command("resolve")(deliveries.resolve)
app.command("broadcast")(deliveries.broadcast)
app.command("run")(deliveries.run)
app.command("reconcile")(deliveries.reconcile)
app.add_typer(instance.feeds, name="feeds")
app.add_typer(partners.partner, name="partner")
app.command("bench")(bench.bench)

_put_together = cache(typer.main.get_command)  # once, however many commands a process runs

# What the world may do to a command. Anything else is a fault of ours and keeps its stack of calls.
EXPECTED = (
    Mistake,
    ChannelError,
    Conflict,
    DatabaseTrouble,
    ImproperlyConfigured,
    OSError,
    OverflowError,
    ValueError,
)


def run(words: Sequence[str]) -> int:
    """Run one command; its exit code. BrokenPipeError when whoever reads the answer has gone."""
    try:
        code = _put_together(app).main(args=list(words), prog_name="syndication", standalone_mode=False)
        return code if isinstance(code, int) else 0
    except TyperException as error:
        said = error.format_message()
        return _wrong(said) if not said.startswith("Usage:") else _show(said)
    except typer.Abort:
        return 130
    except BrokenPipeError:
        raise
    except EXPECTED as error:
        logging.getLogger(__name__).debug("mistake", exc_info=True)
        return _wrong(in_their_language(_sentence(error)))


def _sentence(error: Exception) -> Sentence:
    """What went wrong and what to do, in one sentence."""
    say = getattr(error, "say", None)
    if isinstance(say, Sentence):
        return say
    said = " ".join(str(error).split())
    match error:
        case Conflict():
            return Sentence(
                "Đã có thay đổi trong lúc đó; hãy xem lại rồi làm lại.",
                "It changed meanwhile; look again and repeat.",
            )
        case DatabaseTrouble() if isinstance(error, ProgrammingError) or said.startswith("no such "):
            return Sentence(
                f"Cơ sở dữ liệu chưa sẵn sàng ({said}). Hãy chạy: syndication init",
                f"The database is not ready ({said}). Run: syndication init",
            )
        case DatabaseTrouble() | ImproperlyConfigured():
            return Sentence(
                f"Cơ sở dữ liệu không dùng được ({said}). Hãy kiểm tra DATABASE_URL và máy chủ.",
                f"The database cannot be used ({said}). Check DATABASE_URL and its server.",
            )
        case UnicodeError():
            return Sentence("Có chữ không phải văn bản UTF-8.", "A word or a file is not UTF-8 text.")
        case OverflowError():
            return Sentence("Một con số hoặc thời điểm quá lớn.", "A number or a time is too large.")
        case OSError():
            named = f": {error.filename}" if error.filename else ""
            reason = error.strerror or said or type(error).__name__
            return Sentence(
                f"Hệ điều hành báo: {reason}{named}.",
                f"The operating system says: {reason}{named}.",
            )
    return Sentence(said, said)


def _show(usage: str) -> int:
    sys.stderr.write(f"{usage}\n")
    return 2


def _wrong(sentence: str) -> int:
    sys.stderr.write(f"error: {sentence}\n")
    return 2
