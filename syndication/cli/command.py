"""What all our commands have in common: a word that was given and is empty is a mistake, never "not given"."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import typer
from typer.core import TyperCommand

Function = TypeVar("Function", bound=Callable[..., Any])


class Command(TyperCommand):
    """A command that takes no empty words: an unset variable in a script must not become a wish."""

    def parse_args(self, ctx: typer.Context, args: list[str]) -> list[str]:  # type: ignore[override]
        """As the library does; BadParameter names the option or argument that is empty."""
        rest = super().parse_args(ctx, args)
        for param in self.params:
            source = ctx.get_parameter_source(param.name or "")
            if source is not None and source.name == "COMMANDLINE" and _is_empty(ctx.params.get(param.name or "")):
                raise typer.BadParameter("it is empty", ctx=ctx, param=param)  # type: ignore[arg-type]
        return rest


def _is_empty(value: Any) -> bool:
    words = value if isinstance(value, list | tuple) else [value]
    return any(isinstance(word, str) and not word.strip() for word in words)


class Commands(typer.Typer):
    """A group of commands; without one of them it prints how it is used, and exits with 2."""

    def __init__(self, help: str, **more: Any) -> None:
        super().__init__(help=help, no_args_is_help=True, rich_markup_mode=None, **more)

    def command(self, name: str | None = None, **more: Any) -> Callable[[Function], Function]:
        """Register a command of ours."""
        return super().command(name, **{"cls": Command, **more})
