"""Who may do what: five roles, kept as Django groups."""

from __future__ import annotations

import getpass
import os

from django.contrib.auth.models import AnonymousUser, Group, User
from django.db import transaction

from formatters.sentence import Sentence
from syndication.desk.naming import check_name

ROLES = ("reader", "editor", "approver", "leader", "operator")
EDITORS = frozenset({"editor", "approver", "leader", "operator"})
APPROVERS = frozenset({"approver", "leader", "operator"})
OPERATORS = frozenset({"operator"})
MOST_OF_A_NAME = 150  # characters


class UnknownRole(ValueError):
    """There is no such role."""

    def __init__(self, role: str) -> None:
        self.say = Sentence(
            f"Không có vai trò {role!r}; có: {', '.join(ROLES)}.",
            f"There is no role {role!r}; there are {', '.join(ROLES)}.",
        )
        super().__init__(self.say.en)


def may(person: User | AnonymousUser, roles: frozenset[str]) -> bool:
    """Whether this person has one of these roles and is still active."""
    return bool(person.is_active and person.groups.filter(name__in=roles).exists())


@transaction.atomic
def add_user(name: str, role: str, password: str | None) -> tuple[User, bool]:
    """Add a user, or give an existing one this role and password instead.

    UnknownRole names the roles there are; ValueError when the name cannot be one.
    """
    if role not in ROLES:
        raise UnknownRole(role)
    check_name(name, "a user", MOST_OF_A_NAME)
    user, made = User.objects.get_or_create(username=name)
    if password is not None:
        user.set_password(password)
    elif made:
        user.set_unusable_password()
    user.is_active = True
    user.save()
    group, _ = Group.objects.get_or_create(name=role)
    user.groups.set([group])
    return user, made


def name_at_the_keyboard() -> str:
    """Under which name the record keeps what whoever types commands on this machine does. Writes nothing."""
    try:
        name = getpass.getuser()
    except (KeyError, OSError, ImportError):  # a user without an entry in the password file, as containers have
        name = ""
    if not name or not name.isprintable():
        name = f"uid-{os.getuid()}"
    return f"cli:{name}"[:MOST_OF_A_NAME]


@transaction.atomic
def at_the_keyboard() -> User:
    """Whoever types commands on this machine: an operator, named after the account they are signed in with."""
    user, _ = User.objects.get_or_create(username=name_at_the_keyboard())
    if not user.groups.exists():
        user.set_unusable_password()
        user.save()
        user.groups.add(Group.objects.get_or_create(name="operator")[0])
    return user
