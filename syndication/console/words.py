"""What the console calls things, in the reader's language: states, roles, reasons of a withdrawal, acts and outcomes."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext_lazy as _

from formatters.rendition import Unit
from scheduler.states import State

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class Word(NamedTuple):
    """A state's name, what it means, and the tone it is shown in (a CSS class; the word is always there too)."""

    name: _StrPromise
    meaning: _StrPromise
    tone: str


STATES: dict[str, Word] = {
    State.PROPOSED: Word(
        _("awaiting approval"), _("It waits for a person to approve exactly what will be shown."), "wait"
    ),
    State.PLANNED: Word(_("planned"), _("It is approved and leaves at its time."), "move"),
    State.SENDING: Word(_("sending"), _("A worker is sending it right now."), "move"),
    State.PROCESSING: Word(_("being processed"), _("The channel has it and is still working on it."), "move"),
    State.UNKNOWN: Word(
        _("in doubt"), _("It left and no answer came. It is looked for on the channel and never sent twice."), "doubt"
    ),
    State.HELD: Word(_("held"), _("A person must decide: a token, a quota, a doubt or a missing decision."), "doubt"),
    State.LIVE: Word(_("live"), _("The public can see it."), "live"),
    State.REVISING: Word(
        _("being corrected"), _("It is live and is being changed to its newest approved form."), "move"
    ),
    State.RETRACTING: Word(_("being removed"), _("It is being removed from the channel."), "move"),
    State.REFUSED: Word(_("refused"), _("The channel does not accept it; it is not sent again."), "bad"),
    State.EXPIRED: Word(_("expired"), _("Its time passed before it could leave."), "gone"),
    State.WITHDRAWN: Word(_("withdrawn"), _("It was taken back before the public ever saw it."), "gone"),
    State.RETRACTED: Word(_("removed"), _("It was live and has been removed from the channel."), "gone"),
}

ITEM_STATES: dict[str, Word] = {
    "received": Word(_("received"), _("It came in and has been checked."), "live"),
    "baseline": Word(_("archive"), _("It was there before this system came; it is never sent by itself."), "gone"),
    "withdrawn": Word(_("item withdrawn"), _("It has been taken back everywhere."), "gone"),
}

SOURCE_STATES: dict[str, Word] = {
    "new": Word(_("not asked yet"), _("It is asked for the first time within seconds."), "wait"),
    "well": Word(_("working"), _("It answered when it was asked last."), "live"),
    "failing": Word(_("failing"), _("It could not be read when it was asked last; it is asked again."), "bad"),
    "paused": Word(_("source paused"), _("A person has paused it: it is not asked."), "doubt"),
    "stopped": Word(_("gone for good"), _("It answered that it is gone for good: it is not asked any more."), "bad"),
}

HUB_STATES: dict[str, Word] = {
    "asked": Word(_("not verified yet"), _("The hub was asked and has not verified the subscription."), "wait"),
    "verified": Word(_("tells us at once"), _("The hub tells us as soon as the source changes."), "live"),
    "denied": Word(
        _("denied by the hub"), _("The hub does not want to tell us; the source is asked as before."), "doubt"
    ),
    "ended": Word(_("not subscribed"), _("The hub tells us nothing; the source is asked as before."), "gone"),
}

ROLES: dict[str, _StrPromise] = {
    "reader": _("reader"),
    "editor": _("editor"),
    "approver": _("approver"),
    "leader": _("leader"),
    "operator": _("operator"),
}

LANGUAGES: dict[str, _StrPromise] = {"vi": _("Vietnamese"), "en": _("English")}

# Điều 13 of the Regulation: why something is not, or no longer, published.
REASONS: dict[str, _StrPromise] = {
    "R1a": _("Against policy or guidelines"),
    "R1b": _("Of poor quality"),
    "R1c": _("Of unclear origin"),
    "R1d": _("Untrue"),
    "R1e": _("A duplicate of something published"),
    "R2a": _("A state secret"),
    "R2b": _("Not yet to be made public"),
    "R2c": _("For limited distribution"),
    "R3": _("Its confirmation could not be obtained"),
    "R4a": _("“Nơi nhận” does not name the Centre"),
    "R4b": _("Outside what the portal publishes"),
    "R5a": _("Needs an appraisal first"),
    "R5b": _("Contrary to another law"),
    "R5c": _("Not the right time"),
    "tombstone": _("The portal removed it"),
    "gone-410": _("The portal removed it"),
}
CHOOSABLE = tuple(code for code in REASONS if code.startswith("R"))

# Material made or edited by AI: what an item may be labelled.
LABELS: dict[str, _StrPromise] = {
    "none": _("no AI"),
    "assisted": _("edited with AI"),
    "generated": _("made by AI"),
}

# The renditions of a delivery that a page shows, by what has become of them.
PARTS: dict[str, _StrPromise] = {
    "draft": _("Preview: not kept yet"),
    "shown": _("What the public saw last"),
    "coming": _("What will be shown"),
    "could": _("What could be shown"),
    "unsent": _("What was not published"),
    "refused": _("What was refused"),
    "held": _("What is held"),
    "removed": _("What was removed"),
}

# What staff may write for one account, and in what a platform counts it.
WRITTEN: dict[str, _StrPromise] = {
    "title": _("Title"),
    "summary": _("Summary"),
    "text": _("Text"),
    "pictures": _("Pictures"),
}
UNITS: dict[Unit, _StrPromise] = {
    Unit.CHARACTERS: _("characters"),
    Unit.UTF16: _("UTF-16 units"),
    Unit.BYTES: _("bytes"),
}

ACTS: dict[str, _StrPromise] = {
    "publish": _("publish"),
    "revise": _("correct"),
    "retract": _("remove"),
    "broadcast": _("push to followers"),
}

OUTCOMES: dict[str, _StrPromise] = {
    "": _("under way"),
    "live": _("live"),
    "processing": _("being processed"),
    "refused": _("refused"),
    "gone": _("gone"),
    "retracted": _("removed"),
    "unavailable": _("the channel could not be reached"),
    "throttled": _("the channel asks to wait"),
    "accountbroken": _("the account does not work"),
    "outcomeunknown": _("no answer came"),
    "unsupported": _("the channel cannot do this"),
    "lease-lost": _("the worker was lost"),
    "broadcast": _("pushed to the followers"),
}

CAUSES: dict[str, _StrPromise] = {
    "route": _("planned by its route"),
    "planned": _("planned by a person"),
    "planned-urgent": _("planned by a person as urgent"),
    "quiet-hours": _("its account is quiet: leaves afterwards"),
    "claimed": _("taken by a worker"),
    "approved": _("approved"),
    "approved-late": _("approved after its time"),
    "approved-in-part": _("approved; one more approval is needed"),
    "approval-asked": _("an approval is asked for"),
    "revision": _("a new revision came in"),
    "revise": _("the change is sent"),
    "rewritten": _("written anew for this account"),
    "override-outdated": _("the item has changed what was written for this account"),
    "changed": _("its content changed"),
    "paired": _("paired with its twin in another language"),
    "parted": _("parted from its twin"),
    "behind": _("its Vietnamese original was updated: its feed says so"),
    "abreast": _("it is abreast of its Vietnamese original again"),
    "still-right": _("a person says that the translation is still right"),
    "unchanged-here": _("nothing changes on this channel"),
    "broadcast-asked": _("a person asks to push it to the followers"),
    "rescheduled": _("given another time"),
    "withdraw": _("withdrawn"),
    "resolved": _("decided by a person"),
    "mandate-recorded": _("a mandate was recorded"),
    "account-resumed": _("the account was resumed"),
    "too-late": _("its time had passed too long ago"),
    "frozen": _("a freeze holds it"),
    "resumed": _("a freeze has ended: it asks for approval again"),
    "no-mandate": _("a mandate is missing"),
    "not-approved": _("not fully approved"),
    "not-passed": _("has not passed the checks"),
    "cannot-tell": _("cannot be published on this channel"),
    "item-withdrawn": _("its item was withdrawn"),
    "attribution-gone": _("the attribution is not found on the channel any more"),
    "attribution-found": _("the attribution is found on the channel again"),
    "no-attribution": _("the attribution is missing"),
    "absent-once": _("not found on the channel (first look)"),
    "absence-proven": _("proven not to be on the channel"),
    "unfinished": _("the upload was not finished"),
    "lease-lost": _("the worker was lost"),
    "mend": _("found again, and what is missing on it is put on"),
    "found-live": _("found live on the channel"),
    "found-processing": _("found on the channel, being processed"),
}


def cause(code: str) -> str:
    """Why something moved, in words; a code that has none is shown as it is."""
    known = CAUSES.get(code) or OUTCOMES.get(code)
    return str(known) if known is not None else code


def state(code: str) -> Word:
    """The word for a delivery's state."""
    return STATES[code]
