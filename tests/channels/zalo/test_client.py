"""The calls as they are on the wire: addresses, headers, bodies, and answers of every kind."""

from __future__ import annotations

import hashlib
import hmac
import io
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from zalo_sdk.oa.Client import Client

from channels.errors import OutcomeUnknown, Unavailable
from channels.wire import Guard, Wire
from channels.zalo.client import OfficialAccount
from channels.zalo.errors import Said
from channels.zalo.multipart import FilePart
from formatters.story import Blob

BROADCAST = (
    '{"recipient":{"target":{}},"message":{"attachment":{"type":"template","payload":{"template_type":"media",'
    '"elements":[{"media_type":"article","attachment_id":"5"},{"media_type":"article","attachment_id":"6"}]}}}}'
)
SECRETS = ("the-access-token", "the-refresh-token", "the-app-secret")


@dataclass
class Ear:
    """A server that remembers what it heard and answers what it is told to."""

    url: str = ""
    status: int = 200
    body: bytes = b'{"data":{"token":"t"},"error":0,"message":"Success"}'
    heard: list[dict[str, Any]] = field(default_factory=list)

    def say(self, value: Any, status: int = 200) -> None:
        self.status, self.body = status, value if isinstance(value, bytes) else json.dumps(value).encode()


@pytest.fixture
def ear() -> Iterator[Ear]:
    ear = Ear()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            sent = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            heard = {"method": self.command, "path": self.path, "headers": dict(self.headers), "sent": sent}
            ear.heard.append(heard)
            self.send_response(ear.status)
            self.send_header("Content-Length", str(len(ear.body)))
            self.send_header("X-RateLimit-Remain", "7")
            self.end_headers()
            self.wfile.write(ear.body)

        do_GET = do_POST

        def log_message(self, format: str, *args: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=lambda: server.serve_forever(0.02), daemon=True)
    thread.start()
    ear.url = f"http://127.0.0.1:{server.server_port}"
    yield ear
    server.shutdown()
    server.server_close()
    thread.join(5)


def account(ear: Ear, **changed: str) -> OfficialAccount:
    named = dict(zip(("access_token", "refresh_token", "app_secret"), SECRETS, strict=True))
    wire = Wire(Guard(["127.0.0.1"]), timeout=2, pause=0.01)
    return OfficialAccount(wire, api_url=ear.url + "/", oauth_url=ear.url + "/", app_id="9", **{**named, **changed})


def test_it_is_the_sdk_s_client(ear: Ear) -> None:
    assert isinstance(account(ear), Client)


@pytest.mark.parametrize(
    ("call", "method", "path", "sent"),
    [
        (lambda oa: oa.create({"title": "Ấn"}), "POST", "/v2.0/article/create", '{"title":"Ấn"}'),
        (lambda oa: oa.verify("a+/b=="), "POST", "/v2.0/article/verify", '{"token":"a+/b=="}'),
        (lambda oa: oa.update("5", {"title": "a"}), "POST", "/v2.0/article/update", '{"title":"a","id":"5"}'),
        (lambda oa: oa.remove("5"), "POST", "/v2.0/article/remove", '{"id":"5"}'),
        (lambda oa: oa.detail("5"), "GET", "/v2.0/article/getdetail?id=5", ""),
        (lambda oa: oa.slice(20), "GET", "/v2.0/article/getslice?offset=20&limit=10&type=normal", ""),
        (lambda oa: oa.oa(), "GET", "/v2.0/oa/getoa", ""),
        (lambda oa: oa.broadcast(["5", "6"]), "POST", "/v2.0/oa/message", BROADCAST),
    ],
)
def test_each_call_is_exact_on_the_wire(ear: Ear, call: Any, method: str, path: str, sent: str) -> None:
    call(account(ear))
    (heard,) = ear.heard
    assert (heard["method"], heard["path"], heard["sent"].decode()) == (method, path, sent)
    assert heard["headers"]["access_token"] == "the-access-token"
    proof = hmac.new(b"the-app-secret", b"the-access-token", hashlib.sha256).hexdigest()
    assert heard["headers"]["appsecret_proof"] == proof
    assert "Authorization" not in heard["headers"]
    if method == "POST":
        assert heard["headers"]["Content-Type"].startswith("application/json")


def test_a_film_is_one_part_named_file_with_its_name_and_type_and_a_known_length(ear: Ear) -> None:
    blob = Blob("0" * 64, "video/x-msvideo", 4, lambda: io.BytesIO(b"RIFF"))
    account(ear).prepare_film(FilePart("file", "a.avi", blob))
    (heard,) = ear.heard
    assert (heard["method"], heard["path"]) == ("POST", "/v2.0/article/upload_video/preparevideo")
    kind, _, boundary = heard["headers"]["Content-Type"].partition("; boundary=")
    assert kind == "multipart/form-data"
    head, _, rest = heard["sent"].partition(b"\r\n\r\n")
    assert head.splitlines() == [
        f"--{boundary}".encode(),
        b'Content-Disposition: form-data; name="file"; filename="a.avi"',
        b"Content-Type: video/x-msvideo",
    ]
    assert rest == f"RIFF\r\n--{boundary}--\r\n".encode()
    assert int(heard["headers"]["Content-Length"]) == len(heard["sent"])
    assert heard["headers"]["access_token"] == "the-access-token"
    assert "appsecret_proof" in heard["headers"]


def test_a_film_is_asked_for_with_its_token_in_a_header(ear: Ear) -> None:
    account(ear).film("a+/b==")
    (heard,) = ear.heard
    assert (heard["method"], heard["path"]) == ("GET", "/v2.0/article/upload_video/verify")
    assert (heard["headers"]["token"], heard["headers"]["access_token"]) == ("a+/b==", "the-access-token")


def test_a_film_s_lost_answer_is_no_doubt_for_nothing_became_public(ear: Ear) -> None:
    ear.say(b"<html>502</html>", 502)
    blob = Blob("0" * 64, "video/mp4", 4, lambda: io.BytesIO(b"film"))
    with pytest.raises(Unavailable):
        account(ear).prepare_film(FilePart("file", "a.mp4", blob))
    with pytest.raises(OutcomeUnknown):
        account(ear).broadcast(["5"])


def test_a_worker_stopped_at_the_door_is_never_told_as_an_answer_that_did_not_come(ear: Ear) -> None:
    def shut() -> None:
        raise OutcomeUnknown("the lease is lost")

    wire = Wire(Guard(["127.0.0.1"]), timeout=2, before_write=shut)
    oa = OfficialAccount(wire, api_url=ear.url, oauth_url=ear.url)
    with pytest.raises(OutcomeUnknown, match="lease"):
        oa.verify("t")
    assert ear.heard == []


def test_without_an_app_secret_no_proof_is_sent(ear: Ear) -> None:
    account(ear, app_secret="").oa()
    assert "appsecret_proof" not in ear.heard[0]["headers"]


def test_the_same_article_is_the_same_bytes_each_time(ear: Ear) -> None:
    for _ in range(2):
        account(ear).create({"title": "Tiêu đề", "body": [{"type": "text", "content": "một"}]})
    assert ear.heard[0]["sent"] == ear.heard[1]["sent"]


def test_a_renewal_is_a_form_with_the_secret_in_a_header(ear: Ear) -> None:
    ear.say({"access_token": "a2", "refresh_token": "r2", "expires_in": "90000"})
    assert account(ear).refresh_acccess_token() == ("a2", "r2", 90000)
    (heard,) = ear.heard
    assert (heard["method"], heard["path"]) == ("POST", "/v4/oa/access_token")
    assert heard["headers"]["secret_key"] == "the-app-secret"
    assert heard["headers"]["Content-Type"] == "application/x-www-form-urlencoded"
    assert heard["sent"] == b"refresh_token=the-refresh-token&grant_type=refresh_token&app_id=9"


def test_a_code_from_consent_is_exchanged_at_the_same_place(ear: Ear) -> None:
    ear.say({"access_token": "a2", "refresh_token": "r2", "expires_in": 60})
    assert account(ear).get_access_token_from_authorization_code("c", "v") == ("a2", "r2", 60)
    assert ear.heard[0]["sent"] == b"code=c&grant_type=authorization_code&code_verifier=v&app_id=9"


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        (b"<html>502</html>", 502),
        (b"<html>ok</html>", 200),
        (b'{"data":{"tok', 200),
        (b"[]", 200),
        (b"", 200),
        ({"error": -201, "message": "title is invalid!"}, 500),
        ({"data": {}, "error": 0}, 503),
        (b"<html>forbidden</html>", 403),
    ],
)
def test_an_unreadable_answer_is_unknown_after_a_change_and_unavailable_after_a_question(
    ear: Ear, answer: Any, status: int
) -> None:
    ear.say(answer, status)
    for change in (lambda oa: oa.create({}), lambda oa: oa.update("1", {}), lambda oa: oa.remove("1")):
        with pytest.raises(OutcomeUnknown):
            change(account(ear))
    for question in (lambda oa: oa.verify("t"), lambda oa: oa.detail("1"), lambda oa: oa.slice(0), lambda oa: oa.oa()):
        with pytest.raises(Unavailable):
            question(account(ear))


@pytest.mark.parametrize("code", [-216, "-216"])
def test_an_error_code_is_said_with_its_text_whether_number_or_string(ear: Ear, code: Any) -> None:
    ear.say({"error": code, "message": "Access token is invalid"})
    with pytest.raises(Said) as said:
        account(ear).oa()
    assert (said.value.code, said.value.message) == (-216, "Access token is invalid")
    assert said.value.evidence["calls_left"] == "7"


def test_a_positive_code_is_an_error_too(ear: Ear) -> None:
    ear.say({"error": 112, "message": "?"})
    with pytest.raises(Said):
        account(ear).create({})


def test_http_429_counts_as_too_many_calls(ear: Ear) -> None:
    ear.say(b"slow down", 429)
    with pytest.raises(Said) as said:
        account(ear).create({})
    assert said.value.code == -32


def test_no_secret_is_in_an_address_a_text_or_evidence_even_when_a_page_echoes_it(
    ear: Ear, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    ear.say(" ".join(SECRETS).encode(), 502)
    oa, told = account(ear), []
    for call in (lambda: oa.create({}), oa.oa, oa.refresh_acccess_token):
        with pytest.raises((OutcomeUnknown, Unavailable)) as lost:
            call()
        told.append(f"{lost.value} {lost.value!r} {lost.value.evidence}")
    ear.say({"error": -201, "message": f"{SECRETS[0]} is invalid!"})
    with pytest.raises(Said) as said:
        oa.oa()
    told += [f"{said.value!r} {said.value.evidence}", repr(oa), str(oa), caplog.text]
    told += [heard["path"] for heard in ear.heard]
    assert not [secret for secret in SECRETS if any(secret in text for text in told)]
