"""The commands, put together. A mistake is one clear sentence and exit code 2."""

from __future__ import annotations

import logging
import sys
from collections.abc import Sequence

import typer
from django.db.utils import OperationalError, ProgrammingError
from typer.exceptions import TyperException

from formatters.sentence import Sentence
from syndication.cli import accounts, instance, items, parts, sources, up
from syndication.cli.out import Mistake, in_their_language

app = typer.Typer(
    name="syndication",
    help="One item of the portal, told once and only once on every channel.",
    no_args_is_help=True,
    rich_markup_mode=None,
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
app.add_typer(accounts.account, name="account")
app.add_typer(accounts.mandate, name="mandate")
app.add_typer(items.item, name="item")
app.command("plan")(items.plan)
app.command("approve")(items.approve)
app.command("resolve")(items.resolve)
app.command("withdraw")(items.withdraw)
app.command("deliveries")(items.deliveries)
app.command("run")(items.run)
app.command("reconcile")(items.reconcile)
app.add_typer(instance.feeds, name="feeds")


def run(words: Sequence[str]) -> int:
    """Run one command; its exit code."""
    try:
        code = typer.main.get_command(app).main(args=list(words), prog_name="syndication", standalone_mode=False)
        return code if isinstance(code, int) else 0
    except TyperException as error:
        said = error.format_message()
        return _wrong(said) if not said.startswith("Usage:") else _show(said)
    except typer.Abort:
        return 130
    except (OperationalError, ProgrammingError) as error:
        logging.getLogger(__name__).debug("database", exc_info=True)
        return _wrong(
            in_their_language(
                Sentence(
                    f"Cơ sở dữ liệu chưa sẵn sàng ({error}). Hãy chạy: syndication init",
                    f"The database is not ready ({error}). Run: syndication init",
                )
            )
        )
    except (Mistake, ValueError) as error:
        logging.getLogger(__name__).debug("mistake", exc_info=True)
        say = getattr(error, "say", None)
        return _wrong(in_their_language(say) if isinstance(say, Sentence) else str(error))


def _show(usage: str) -> int:
    sys.stderr.write(f"{usage}\n")
    return 2


def _wrong(sentence: str) -> int:
    sys.stderr.write(f"error: {sentence}\n")
    return 2
