"""Who may do what: five roles, kept as Django groups."""

from __future__ import annotations

import getpass
import os

from django.contrib.auth.models import AnonymousUser, Group, User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Q

from formatters.sentence import Sentence
from syndication.desk.naming import check_name

SHORTEST_PASSWORD = 8  # characters; as in the settings
ROLES = ("reader", "editor", "approver", "leader", "operator")
EDITORS = frozenset({"editor", "approver", "leader", "operator"})
APPROVERS = frozenset({"approver", "leader"})  # whoever keeps the machine running does not decide what is said
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


class WeakPassword(ValueError):
    """The password is too easily guessed."""

    def __init__(self, shortest: int) -> None:
        self.say = Sentence(
            f"Mật khẩu phải có ít nhất {shortest} ký tự.", f"A password has at least {shortest} characters."
        )
        super().__init__(self.say.en)


def may(person: User | AnonymousUser, roles: frozenset[str]) -> bool:
    """Whether this person has one of these roles and is still active."""
    return bool(person.is_active and person.groups.filter(name__in=roles).exists())


@transaction.atomic
def add_user(name: str, role: str, password: str | None, email: str = "") -> tuple[User, bool]:
    """Add a user, or give an existing one this role, password and mail address instead; what is not given stays.

    UnknownRole names the roles there are; ValueError when the name or the mail address cannot be one.
    """
    if role not in ROLES:
        raise UnknownRole(role)
    check_name(name, "a user", MOST_OF_A_NAME)
    if password is not None:
        try:
            validate_password(password)
        except ValidationError as error:
            raise WeakPassword(SHORTEST_PASSWORD) from error
    if email:
        try:
            validate_email(email)
        except ValidationError:
            raise ValueError(f"{email!a} is not a mail address; write for instance lan@moha.gov.vn") from None
    user, made = User.objects.get_or_create(username=name)
    user.email = email or user.email
    if password is not None:
        user.set_password(password)
    elif made:
        user.set_unusable_password()
    user.is_active = True
    user.save()
    group, _ = Group.objects.get_or_create(name=role)
    user.groups.set([group])
    return user, made


def mail_addresses(owner: str) -> list[str]:
    """Where what concerns an account of this owner is mailed: to them when they are a user, and to every operator."""
    told = User.objects.filter(Q(username=owner) | Q(groups__name__in=OPERATORS), is_active=True).exclude(email="")
    return sorted(set(told.values_list("email", flat=True)))


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
    """Whoever types commands on this machine, named after the account they are signed in with.

    An operator who may approve too: whoever holds the machine holds the database.
    """
    user, _ = User.objects.get_or_create(username=name_at_the_keyboard())
    if not user.groups.exists():
        user.set_unusable_password()
        user.save()
        user.groups.add(*(Group.objects.get_or_create(name=role)[0] for role in ("operator", "approver")))
    return user
