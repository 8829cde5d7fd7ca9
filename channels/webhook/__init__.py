"""A partner's own system: every item is posted to one address there as signed JSON, and asked for at the same address.

The whole agreement with a partner is this page of text; `sandbox.py` is a receiver that keeps it.

POST, `Content-Type: application/json`, the body of `letter.py`, and these headers:
- `X-Event`: published, revised or withdrawn. What is published or revised comes whole, never as a difference.
- `X-Key-Id`, `X-Timestamp` (seconds since 1970) and `X-Signature-256: sha256=<hex>`, the HMAC-SHA256 of
  "<timestamp>.<body>" with the shared key. A receiver refuses timestamps more than five minutes away.
- `Idempotency-Key`: the same for every repeat of one sending. A receiver that knows it does nothing again and gives the
  answer it gave.

Answers: 2xx is taken, with JSON {"id", "url"} where the receiver has them; 202 is taken and not public yet; 409 is "I have
this identifier already"; 404 or 410 to a withdrawal is "it is gone"; 400, 413, 415 and 422 refuse the content; 401 and 403
the signature; 429 (`Retry-After`) asks to wait.

GET `?identifier=<identifier>`, signed likewise over "<timestamp>.<query as sent>": 200 with {"id", "url", "revision",
"digest"} and, if it is not simply public, "state": processing or refused; 404 or 410 when it is not there; 405 or 501 when
this receiver cannot be asked.
"""

from __future__ import annotations

from datetime import timedelta

from channels.channel import Can, Channel
from channels.setting import Setting
from formatters.rendition import Limits, PictureSlot
from formatters.sentence import Sentence

CHANNEL = Channel(
    kind="webhook",
    label="Webhook",
    form="entry",
    limits=Limits(gallery=(PictureSlot("picture", 1600, 1600, 2_000_000, fit="within"),), max_gallery=20),
    adapter="channels.webhook.adapter:Webhook",
    settings=(
        Setting(
            "url",
            Sentence(
                "Địa chỉ nhận tin của đối tác; không đặt khóa bí mật trong địa chỉ.",
                "The partner's address for items; no secret belongs in it.",
            ),
            required=True,
        ),
        Setting(
            "key_id",
            Sentence("Tên của khóa ký, thỏa thuận với đối tác.", "Name of the signing key, agreed with the partner."),
            required=True,
        ),
        Setting(
            "key",
            Sentence("Khóa ký chung (HMAC-SHA256).", "The shared signing key (HMAC-SHA256)."),
            required=True,
            secret=True,
        ),
    ),
    can=Can(
        why={
            "broadcast": Sentence(
                "Thỏa thuận với đối tác không có việc đẩy tin tới người theo dõi.",
                "The agreement with a partner knows no push to followers.",
            )
        }
    ),
    settle=timedelta(seconds=60),
)
