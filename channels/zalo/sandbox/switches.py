"""What can be set about the stand-in: how slow it is, and which way it goes where nobody knows what Zalo does."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import Any, get_type_hints

ON = ("1", "on", "true", "yes")


@dataclass
class Switches:
    """Each stays as set until the next reset. Times are seconds of the stage's clock.

    Set in the same process (`stage.switches.hotlink = True`), at once over HTTP (`POST /zalo/_switches` with an object of
    names and values), or by a fault ordered with the next request (`switch:hotlink=on`).
    """

    # articles
    pending: int = 1  # how often verify says -214 before it gives the id
    pending_seconds: float = 0.0  # and for how long at least
    token_lasts: float = 0.0  # life of a verify token; 0: for ever
    article_quota: int = -1  # how many articles may still be created before -223; -1: any number
    update_without_status: str = "hide"  # or "keep": what an update does that does not say
    not_found: int = -201  # the code for an article that is not there
    keeps_markup: bool = True  # whether tags in a text block survive
    list_hidden: bool = True  # whether getslice also lists hidden articles
    list_order: str = "newest"  # or "oldest": which articles getslice gives first
    list_lag: float = 0.0  # how long a new article is missing from getslice
    # pictures
    fetch: bool = True  # whether pictures are fetched; otherwise every address is believed
    hotlink: bool = False  # the public sees each picture from its original address and not from a copy
    picture_types: str = "jpeg,png"
    # films
    converting: int = 1  # how often verify says 3 (converting) first
    convert_seconds: float = 0.0  # and for how long at least
    film_ends: int = 1  # what the next films become: 1 ready, 2 locked, 4 failed, 5 deleted
    film_token: str = "either"  # noqa: S105  # or "header" or "query": where the token of a film is looked for
    # the account and the application
    package: str = "Toàn diện"  # Cơ bản and Tiêu chuẩn have no Open API: -224
    verified: bool = True  # otherwise -221
    oa_type: int = 4  # 2 business, 4 government
    proof_required: bool = False  # no appsecret_proof: -242
    calls_a_minute: int = 4000  # of the application, for articles and for the rest each
    oa_calls_a_minute: int = 0  # of the Official Account's package; 0: no such limit
    # broadcasts
    broadcast_quota: int = 4  # a calendar month
    moderation: float = 1800.0  # before a broadcast reaches anybody
    # consent
    callback: str = ""  # the only redirect_uri that the console allows; "": any
    challenge: str = ""  # the code challenge fixed in the console, used when the request brings none

    def turn(self, order: str) -> None:
        """Set one by `name=value`; a name alone turns it on. ValueError when there is no such switch or value."""
        name, _, value = order.partition("=")
        self.set({name.strip(): value.strip() or "on"})

    def set(self, values: Mapping[str, Any]) -> None:
        """Set several, all or none. ValueError names the one that does not fit."""
        kinds = get_type_hints(type(self))
        settled = {}
        for name, value in values.items():
            if name not in kinds:
                raise ValueError(f"no switch {name!r}; there are {', '.join(one.name for one in fields(self))}")
            settled[name] = _settle(kinds[name], value, name)
        for name, value in settled.items():
            setattr(self, name, value)


@dataclass(frozen=True, slots=True)
class Floor:
    """What every part of the sandbox stands on: the time, the switches, and a place for what a reviewer frowns at."""

    clock: Callable[[], float]
    frown: Callable[[str], None]
    switches: Switches


def _settle(kind: type, value: Any, name: str) -> Any:
    try:
        if kind is bool:
            return value if isinstance(value, bool) else str(value).lower() in ON
        return kind(value)
    except (TypeError, ValueError):
        raise ValueError(f"the switch {name!r} is {kind.__name__}, not {value!r}") from None
