"""What tests do for speed is not what an instance does."""

from syndication import settings


def test_passwords_of_an_instance_are_hashed_as_slowly_as_django_means_it() -> None:
    assert not hasattr(settings, "PASSWORD_HASHERS")
