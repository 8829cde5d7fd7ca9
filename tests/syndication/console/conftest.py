"""People at their browsers, and an item to decide about."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from scheduler.models import Account, Delivery
from syndication.items.models import Item
from tests.support import instance as make

SignedIn = Callable[[str], Client]


@pytest.fixture
def signed_in(db: None) -> SignedIn:
    """A browser in which someone with this role is signed in."""

    def enter(role: str) -> Client:
        client = Client()
        client.force_login(make.person(role))
        return client

    return enter


@pytest.fixture
def facebook(db: None) -> Account:
    return make.account("facebook", "fb")


@pytest.fixture
def item(db: None) -> Item:
    return make.item(media=[make.picture()])


@pytest.fixture
def delivery(item: Item, facebook: Account) -> Delivery:
    """Waits for one approval."""
    return make.delivery(item, facebook)
