"""A table read as a person reads it aloud: row by row, each cell told together with the head of its column where there are many."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from formatters.text import clean, clean_line

FEW = 2  # columns that a reader keeps in mind: such a table is told as "a | b"
NOTHING = "–"  # stands for an empty cell
_ORDINALS = frozenset(("stt", "tt", "số tt", "số thứ tự", "no", "no.", "#"))
_MOST_SPANNED = 100  # rows or columns; more is a mistake, or malice


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its text, whether it heads a column, and over how many rows it reaches (`down`) and columns (`across`)."""

    text: str
    heads: bool = False
    across: int = 1
    down: int = 1


@dataclass(slots=True)
class Table:
    """The rows of one table, gathered while it is walked. `around` holds the words of the cell that the table stands in."""

    around: list[str]
    _rows: list[list[Cell]] = field(default_factory=list)
    _heads: tuple[str, ...] = ()
    _reaching: dict[int, tuple[str, int]] = field(
        default_factory=dict
    )  # by column: what reaches down, for how many rows more

    def row(self) -> None:
        """A new row begins."""
        self._rows.append([])

    def add(self, cell: Cell) -> None:
        """The next cell of the row; of a table without rows it begins one."""
        if not self._rows:
            self.row()
        self._rows[-1].append(cell)

    def told(self) -> list[str]:
        """The rows that were gathered since it was last told, a line each; a row of one cell keeps its own lines."""
        rows, self._rows = self._rows, []
        lines: list[str] = []
        for number, row in enumerate(rows):
            alone = len(row) == 1 and not self._reaching
            texts = self._filled(row)
            if alone:
                lines += clean(texts[0]).split("\n") if clean(texts[0]) else []
            elif number == 0 and not self._heads and len(rows) > 1 and _are_heads(row) and len(row) > FEW:
                self._heads = tuple(map(_on_one_line, texts))
            elif any(texts):
                lines.append(self._line([_on_one_line(text) for text in texts]))
        return lines

    def _filled(self, row: list[Cell]) -> list[str]:
        """The texts of a row; a cell that reaches down from above is told again, one over many columns once."""
        texts: list[str] = []
        cells = iter(row)
        cell = next(cells, None)
        while cell is not None or len(texts) in self._reaching:
            column = len(texts)
            if column in self._reaching:
                text, more = self._reaching.pop(column)
                texts.append(text)
                if more > 1:
                    self._reaching[column] = (text, more - 1)
                continue
            if cell is None:
                break
            texts.append(cell.text)
            if cell.down > 1:
                self._reaching[column] = (cell.text, min(cell.down, _MOST_SPANNED) - 1)
            cell = next(cells, None)
        return texts

    def _line(self, texts: list[str]) -> str:
        if not self._heads or len(texts) != len(self._heads):
            return " | ".join(text or NOTHING for text in texts).replace(": | ", ": ")
        told = [(head, text) for head, text in zip(self._heads, texts, strict=True) if text]
        opening = "• "
        if told and told[0][0].casefold() in _ORDINALS and len(told) > 1:
            opening = f"{told.pop(0)[1].rstrip('.')}. "
        return opening + "; ".join(f"{head}: {text}" if head else text for head, text in told)


def _are_heads(row: list[Cell]) -> bool:
    return (
        all(cell.heads and cell.across == cell.down == 1 for cell in row) and sum(bool(cell.text) for cell in row) > FEW
    )


def _on_one_line(text: str) -> str:
    """The lines of a cell as one: "; " between them where no sign is, without bullets."""
    lines = (line.removeprefix("• ") for line in clean(text).split("\n"))
    return clean_line(re.sub(r"(?<![.,;:!?])\n+", "; ", "\n".join(line for line in lines if line)))
