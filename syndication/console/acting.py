"""A button was pressed: do it, and tell the reader what came of it, in their language and never as a fault."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from channels.errors import ChannelError
from formatters.sentence import Cannot
from scheduler import ledger
from scheduler.states import NotAllowed
from syndication.console.language import told


class NotATime(ValueError):
    """What was typed is not a time."""


def attempt(request: HttpRequest, act: Callable[[], object], done: str) -> bool:
    """Do it and say `done`; or say why not. Whether it was done."""
    try:
        act()
    except (Cannot, ChannelError) as error:
        messages.error(request, told(error.say))
    except (ledger.Conflict, NotAllowed):
        taken(request)
    except NotATime:
        messages.error(request, _("This is not a time; choose a day and a time of day."))
    else:
        messages.success(request, done)
        return True
    return False


def taken(request: HttpRequest) -> None:
    """Say that somebody else was faster."""
    messages.error(request, _("Somebody else has just changed this; look at it again and decide."))


def time_of(request: HttpRequest, now: datetime) -> datetime:
    """The time of the form's `at`, read on the ministry's clock; `now` when the field is empty. NotATime otherwise."""
    typed = request.POST.get("at", "").strip()
    if not typed:
        return now
    try:
        read = parse_datetime(typed)
    except ValueError:
        read = None
    if read is None:
        raise NotATime(typed)
    return read if timezone.is_aware(read) else timezone.make_aware(read)


def reader(request: HttpRequest) -> User:
    """The person at the browser; a page asks for it after they have signed in."""
    assert isinstance(request.user, User)
    return request.user


def who(request: HttpRequest) -> str:
    """The name under which this is recorded."""
    return request.user.get_username()
