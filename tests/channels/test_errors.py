import ast
from datetime import timedelta
from pathlib import Path

import pytest

import channels
from channels.access import Credentials
from channels.errors import (
    AccountBroken,
    ChannelError,
    NotAccepted,
    OutcomeUnknown,
    Refused,
    Throttled,
    Unavailable,
    Unsupported,
)
from formatters.sentence import Sentence

ALL = [Refused, Throttled, Unavailable, AccountBroken, OutcomeUnknown, Unsupported]


@pytest.mark.parametrize("kind", ALL)
def test_every_error_speaks_to_the_log_and_to_a_person_in_both_languages(kind):
    error = kind("the cause")
    assert str(error) == error.cause == "the cause"
    assert error.say.vi
    assert error.say.en
    assert error.evidence == {}


def test_what_a_person_is_told_can_be_said_better():
    say = Sentence("Ảnh quá lớn.", "The picture is too large.")
    assert Refused("413", say=say, evidence={"status": 413}).say is say


@pytest.mark.parametrize("kind", [Throttled, Unavailable, AccountBroken])
def test_these_say_that_surely_nothing_was_created(kind):
    assert issubclass(kind, NotAccepted)


@pytest.mark.parametrize("kind", [OutcomeUnknown, Refused, Unsupported])
def test_these_never_pass_for_an_invitation_to_send_again(kind):
    assert not issubclass(kind, NotAccepted)


def test_a_throttle_says_for_how_long_when_the_platform_did():
    assert Throttled("429", after=timedelta(seconds=7)).after == timedelta(seconds=7)
    assert Throttled("429").after is None


def test_reports_count_by_the_name_of_the_class():
    assert [kind("x").code for kind in ALL] == [
        "refused",
        "throttled",
        "unavailable",
        "accountbroken",
        "outcomeunknown",
        "unsupported",
    ]


def test_credentials_never_show_what_they_hold():
    secret = Credentials({"key": "the secret itself"})
    assert "the secret itself" not in f"{secret} {secret!r}"
    assert "key" in repr(secret)
    assert secret["key"] == "the secret itself"


def test_adapters_raise_the_errors_of_the_tree_and_nothing_else():
    """A name of another kind behind `raise` in an adapter would escape the scheduler's table."""
    tree = {kind.__name__ for kind in [*ALL, ChannelError]}
    for path in Path(channels.__path__[0]).glob("*/adapter.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call) and isinstance(node.exc.func, ast.Name):
                name = node.exc.func.id
                assert name in tree or not name[0].isupper(), f"{path.parent.name} raises {name}"
