from datetime import UTC, datetime
from hashlib import sha256

import pytest

from channels.govportal.item import body_of
from channels.govportal.signature import Message, Signer, digest_of, same_digest

BODY = (
    '{"dc":{"creator":["Trung tâm Công nghệ thông tin"],"date":"2026-11-23T09:05:00+07:00",'
    '"description":[{"lang":"vi","value":"Tóm tắt"}],"identifier":"https://moha.gov.vn/tin-tuc/---oid57695",'
    '"publisher":"Bộ Nội vụ","title":[{"lang":"vi","value":"Thông báo nghỉ Tết"}]},'
    '"identifier":"urn:moha:article:57695","op":"publish","revision":3,"schema":"vn.gov.moha.syndication/1"}'
).encode()
DIGEST = "sha-256=:1Y7+qxW1NxXAcZ7JLZYrxIxgvKIFIX8kubk4+r0dqY8=:"
CREATED = datetime.fromtimestamp(1795399500, UTC)
SIGNER = Signer("moha-2026-01", b"test-key")


def vector() -> Message:
    return Message(
        "PUT",
        "https://gov-portal.example/api/v1/items/urn%3Amoha%3Aarticle%3A57695/revisions/3",
        {
            "Content-Digest": digest_of(BODY),
            "Content-Type": "application/json; charset=utf-8",
            "X-Org-Id": "G09",
            "Idempotency-Key": "urn:moha:article:57695#3",
        },
    )


def test_the_body_of_the_vector_has_its_length_and_digest():
    assert len(BODY) == 390
    assert sha256(BODY).hexdigest() == "d58efeab15b53715c0719ec92d962bc48c60bca205217f24b9b938fabd1da98f"
    assert digest_of(BODY) == DIGEST


def test_our_canonical_body_is_the_body_of_the_vector():
    dc = {
        "title": [{"lang": "vi", "value": "Thông báo nghỉ Tết"}],
        "publisher": "Bộ Nội vụ",
        "identifier": "https://moha.gov.vn/tin-tuc/---oid57695",
        "description": [{"value": "Tóm tắt", "lang": "vi"}],
        "date": "2026-11-23T09:05:00+07:00",
        "creator": ["Trung tâm Công nghệ thông tin"],
    }
    item = {
        "schema": "vn.gov.moha.syndication/1",
        "op": "publish",
        "identifier": "urn:moha:article:57695",
        "revision": 3,
    }
    assert body_of({**item, "dc": dc}) == BODY


def test_the_signature_base_of_the_vector_holds_line_by_line():
    assert SIGNER.base(vector(), CREATED).split("\n") == [
        '"@method": PUT',
        '"@target-uri": https://gov-portal.example/api/v1/items/urn%3Amoha%3Aarticle%3A57695/revisions/3',
        f'"content-digest": {DIGEST}',
        '"content-type": application/json; charset=utf-8',
        '"x-org-id": G09',
        '"idempotency-key": urn:moha:article:57695#3',
        '"@signature-params": ("@method" "@target-uri" "content-digest" "content-type" "x-org-id" "idempotency-key")'
        ';created=1795399500;keyid="moha-2026-01";alg="hmac-sha256"',
    ]


def test_the_signature_of_the_vector_holds():
    message = vector()
    SIGNER.sign(message, CREATED)
    assert message.headers["Signature"] == "sig1=:r4Sm+Hx1YNzR1592FvRLdCpu4nApRZ3zK6/968TBJOM=:"
    assert message.headers["Signature-Input"].startswith('sig1=("@method" "@target-uri" "content-digest"')


def test_a_request_without_a_body_is_signed_over_method_address_and_organisation():
    message = Message("GET", "https://gov-portal.example/items?org=G09", {"X-Org-Id": "G09"})
    assert SIGNER.base(message, CREATED).split("\n")[:3] == [
        '"@method": GET',
        '"@target-uri": https://gov-portal.example/items?org=G09',
        '"x-org-id": G09',
    ]


def test_the_key_is_not_in_the_repr():
    assert "test-key" not in repr(SIGNER)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (DIGEST, DIGEST, True),
        (DIGEST, f"sha-512=:AAAA:, {DIGEST}", True),
        (DIGEST, "sha-256=:AAAA:", False),
        ("", "", False),
        ("sha-512=:AAAA:", "sha-512=:AAAA:", False),
    ],
)
def test_digests_are_compared_by_their_sha_256_and_nothing_is_not_the_same_as_nothing(one, other, same):
    assert same_digest(one, other) is same
