"""A contract for import-linter: the folders inside a package know nothing of one another, whatever folders there are."""

from __future__ import annotations

from typing import Any

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


class Apart(Contract):
    """Every subpackage of `container` is independent of every other, directly and by detours. `besides` are not looked at.

    Which subpackages there are is read from the code, so a new folder is held apart from the day it is there.
    """

    container: Any = fields.StringField()
    besides: Any = fields.ListField(subfield=fields.StringField(), required=False)

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        """Kept when no folder imports another one."""
        folders = apart(graph, str(self.container), list(self.besides or ()))
        found = graph.find_illegal_dependencies_for_layers(layers=(set(folders),))
        met = sorted((one.importer, one.imported, *sorted(_words(route) for route in one.routes)) for one in found)
        return ContractCheck(kept=not met, metadata={"met": met})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Who knows whom, and by which imports."""
        for importer, imported, *routes in check.metadata["met"]:
            output.print_error(f"{importer} knows {imported}:", bold=True)
            for route in routes:
                output.print_error(f"  {route}", bold=False)


def apart(graph: ImportGraph, container: str, besides: list[str]) -> list[str]:
    """The subpackages of `container` (folders with something in them), without those named in `besides`."""
    inside = sorted(graph.find_children(container))
    return [name for name in inside if graph.find_children(name) and name.rpartition(".")[2] not in besides]


def _words(route: Any) -> str:
    return " → ".join([*sorted(route.heads)[:1], *route.middle, *sorted(route.tails)[:1]])
