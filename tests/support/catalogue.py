"""The console's words: taken from its code and templates, kept in `.po`, compiled to `.mo`, all by Babel.

After changing a text: `python -m tests.support.catalogue`, translate what is empty in `locale/vi`, and run it again.
"""

from __future__ import annotations

import io
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOM = Path(__file__).resolve().parents[2] / "syndication" / "console"
LANGUAGES = ("vi", "en")
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2), "npgettext": ((1, "c"), 2, 3)}
HEADER = {"project": "console", "version": "1", "fuzzy": False, "header_comment": "# The words of the console."}


def place(language: str) -> Path:
    """Where this language's catalogue is kept, without its ending."""
    return ROOM / "locale" / language / "LC_MESSAGES" / "django"


def wanted() -> Catalog:
    """Every message that the code and the templates ask for, with where it is asked for."""
    found = Catalog(**HEADER)
    for path in sorted([*ROOM.rglob("*.py"), *ROOM.rglob("*.html")]):
        text = path.read_text(encoding="utf-8")
        source = templatize(text, origin=str(path)) if path.suffix == ".html" else text
        words = {**KEYWORDS, "gettext_noop": None}
        for _line, message, _comments, context in extract("python", io.BytesIO(source.encode()), keywords=words):
            # The file alone says where: line numbers would change the catalogue with every edit.
            found.add(message, locations=[(path.relative_to(ROOM).as_posix(), None)], context=context)
    return found


def kept(language: str) -> Catalog:
    """What the `.po` file holds."""
    with place(language).with_suffix(".po").open("rb") as file:
        return read_po(file, locale=language)


def compiled(catalogue: Catalog) -> bytes:
    """The `.mo` file of it."""
    file = io.BytesIO()
    write_mo(file, catalogue)
    return file.getvalue()


def untranslated(catalogue: Catalog) -> list[Message]:
    """The messages that this language does not have."""
    return [message for message in catalogue if message.id and not all(_strings(message))]


def _strings(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string)


def renew(language: str) -> list[Message]:
    """Bring both files up to date with the code; what is left to translate."""
    path = place(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    known = kept(language) if path.with_suffix(".po").exists() else Catalog(locale=language)
    fresh = Catalog(locale=language, **HEADER)
    for message in wanted():
        if not message.id:
            continue
        before = known.get(message.id, message.context)
        string = before.string if before and all(_strings(before)) else _itself(message, language)
        fresh.add(message.id, string, locations=message.locations, context=message.context)
    fresh.revision_date = fresh.creation_date = known.creation_date
    with path.with_suffix(".po").open("wb") as file:
        write_po(file, fresh, width=120, sort_output=True, omit_header=False)
    path.with_suffix(".mo").write_bytes(compiled(kept(language)))
    return untranslated(fresh)


def _itself(message: Message, language: str) -> str | tuple[str, ...]:
    """English is what the code says; any other language waits for its translator."""
    return message.id if language == "en" else ""


if __name__ == "__main__":
    for tongue in LANGUAGES:
        for missing in renew(tongue):
            print(f"{tongue}: {missing.id!r}")
