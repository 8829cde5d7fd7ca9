"""What is signed, and what a partner does with what is not."""

from __future__ import annotations

import hashlib
import hmac
import json

import pytest
import requests

from channels.sandbox.server import SandboxServer
from channels.webhook.client import signature
from channels.webhook.sandbox import KEY, KEY_ID, Sandbox


def test_the_signature_is_the_hmac_of_timestamp_and_body_as_any_partner_would_work_it_out():
    body = '{"title":"Cải cách"}'.encode()
    expected = hmac.new(b"k", b"1763870700." + body, hashlib.sha256).hexdigest()
    assert signature("k", "1763870700", body) == f"sha256={expected}"


def sent(server: SandboxServer, partner: Sandbox, **changes: str) -> requests.Response:
    body = json.dumps({"event": "withdrawn", "identifier": "x"}).encode()
    at = str(int(partner.clock()))
    headers = {
        "X-Key-Id": KEY_ID,
        "X-Timestamp": at,
        "X-Signature-256": signature(KEY, at, body),
        "X-Event": "withdrawn",
        "Idempotency-Key": "once",
        **changes,
    }
    return requests.post(f"{server.url}/webhook", data=body, headers=headers, timeout=2)


def test_the_partner_takes_what_is_signed(running, partner):
    assert sent(running, partner).status_code == 404  # believed: there is only nothing to withdraw


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"X-Signature-256": "sha256=00"}, 401),
        ({"X-Timestamp": "1763870700"}, 401),
        ({"X-Timestamp": "soon"}, 401),
        ({"X-Key-Id": "another"}, 401),
        ({"Idempotency-Key": ""}, 400),
        ({"X-Event": "published"}, 400),
    ],
)
def test_the_partner_refuses_what_is_not_as_agreed(running, partner, changes, status):
    assert sent(running, partner, **changes).status_code == status


def test_a_question_is_signed_too(running, partner):
    assert requests.get(f"{running.url}/webhook?identifier=x", timeout=2).status_code == 401


def test_the_wall_shows_a_partners_page(running, partner):
    wall = requests.get(f"{running.url}/wall", timeout=2).text
    assert "<h2>Webhook <small>0 đang hiển thị" in wall
