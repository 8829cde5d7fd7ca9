"""What leaves the client, and what it reads of the answers: seen by a server that writes every request down."""

from __future__ import annotations

import hashlib
import hmac
import io
from urllib.parse import parse_qsl

import pytest
from werkzeug.wrappers import Request

from channels.errors import Unavailable
from channels.facebook.client import Graph, GraphError
from channels.wire import Guard, Wire
from tests.channels.facebook.notebook import Notebook

TOKEN, APP_SECRET, PAGE = "token-42", "app-secret", "108"


@pytest.fixture
def graph(notebook: Notebook) -> Graph:
    wire = Wire(Guard(["127.0.0.1"]), timeout=2, pause=0.01)
    return Graph(wire, url=notebook.url + "/", version="v27.0", token=TOKEN, app_secret=APP_SECRET)


def test_a_post_is_a_form_with_the_text_as_it_is_and_the_proof_in_the_body(graph: Graph, notebook: Notebook) -> None:
    notebook.say('{"id":"108_1","permalink_url":"https://www.facebook.com/108/posts/1"}')
    text = "Dòng một & hai\r\n\nba = 100% ạ 🇻🇳"
    assert graph.create_post(PAGE, text, link="https://moha.gov.vn/a?b=c&d=e")["id"] == "108_1"
    ((method, path, query, headers, body),) = notebook.seen
    assert (method, path, query) == ("POST", "/v27.0/108/feed", {})
    assert headers["authorization"] == f"Bearer {TOKEN}"
    assert headers["content-type"] == "application/x-www-form-urlencoded"
    assert dict(parse_qsl(body.decode())) == {
        "message": text,
        "link": "https://moha.gov.vn/a?b=c&d=e",
        "fields": "id,permalink_url",
        "appsecret_proof": hmac.new(APP_SECRET.encode(), TOKEN.encode(), hashlib.sha256).hexdigest(),
    }
    assert TOKEN.encode() not in body


def test_attached_photos_are_numbered_json_objects(graph: Graph, notebook: Notebook) -> None:
    notebook.say('{"id":"108_1"}')
    graph.create_post(PAGE, "x", photo_ids=("11", "12"))
    form = dict(parse_qsl(notebook.seen[0][4].decode()))
    assert form["attached_media[0]"] == '{"media_fbid":"11"}'
    assert form["attached_media[1]"] == '{"media_fbid":"12"}'
    assert "link" not in form


@pytest.mark.parametrize("published", [True, False])
def test_a_photo_is_a_multipart_with_a_lower_case_boolean(published: bool, graph: Graph, notebook: Notebook) -> None:
    notebook.say('{"id":"9","post_id":"108_9"}')
    photo = ("square.jpg", io.BytesIO(b"\xff\xd8jpeg"), "image/jpeg")
    graph.create_photo(PAGE, photo, alt="Ảnh", caption="Lời\nhai", published=published)
    ((method, path, query, headers, body),) = notebook.seen
    assert (method, path, query) == ("POST", "/v27.0/108/photos", {})
    assert headers["content-type"].startswith("multipart/form-data; boundary=")
    request = Request.from_values(data=body, content_type=headers["content-type"], method="POST")
    with request:
        part = request.files["source"]
        assert (part.filename, part.mimetype, part.read()) == ("square.jpg", "image/jpeg", b"\xff\xd8jpeg")
        form = dict(request.form)
    assert form.pop("appsecret_proof")
    assert form == {"caption": "Lời\nhai", "alt_text_custom": "Ảnh", "published": "true" if published else "false"}


def test_the_token_is_in_the_header_alone_and_its_proof_in_the_address_of_what_needs_no_body(
    graph: Graph, notebook: Notebook
) -> None:
    notebook.say('{"id":"108_1","is_published":true}')
    graph.read_post("108_1")
    notebook.say('{"success":true}')
    assert graph.delete("108_1")
    read, removal = notebook.seen
    proof = hmac.new(APP_SECRET.encode(), TOKEN.encode(), hashlib.sha256).hexdigest()
    assert read[:2] == ("GET", "/v27.0/108_1")
    assert read[2] == {"fields": "id,message,is_published,permalink_url", "appsecret_proof": proof}
    assert removal[:3] == ("DELETE", "/v27.0/108_1", {"appsecret_proof": proof})
    assert removal[4] == b""
    assert all(TOKEN not in f"{query}{body!r}" for _, _, query, _, body in notebook.seen)
    assert [headers["authorization"] for _, _, _, headers, _ in notebook.seen] == [f"Bearer {TOKEN}"] * 2


def test_without_the_apps_secret_there_is_no_proof(notebook: Notebook) -> None:
    graph = Graph(Wire(Guard(["127.0.0.1"]), timeout=2), url=notebook.url, version="v27.0", token=TOKEN)
    notebook.say('{"id":"108"}')
    graph.read_page(PAGE)
    notebook.say('{"success":true}')
    graph.delete("108_1")
    assert [(query, body) for _, _, query, _, body in notebook.seen] == [({"fields": "id,name"}, b""), ({}, b"")]


def test_the_next_page_is_asked_by_its_cursor_never_by_the_address_given(graph: Graph, notebook: Notebook) -> None:
    notebook.say(
        '{"data":[],"paging":{"cursors":{"before":"b","after":"c=="},'
        f'"next":"https://graph.facebook.com/v27.0/108/published_posts?access_token={TOKEN}&limit=100&after=c%3D%3D"}}}}'
    )
    posts, cursor = graph.published_posts(PAGE, {})
    assert (posts, cursor) == ([], {"after": "c=="})
    notebook.say('{"data":[{"id":"108_1"}],"paging":{"cursors":{"before":"b","after":"e"}}}')
    assert graph.published_posts(PAGE, cursor or {}) == ([{"id": "108_1"}], None)
    first, second = (query for _, _, query, _, _ in notebook.seen)
    assert first["limit"] == "100"
    assert second == {**first, "after": "c=="}


def test_a_next_page_by_time_is_followed_too(graph: Graph, notebook: Notebook) -> None:
    notebook.say('{"data":[],"paging":{"next":"https://x/?access_token=t&until=17&__paging_token=p&limit=100"}}')
    assert graph.published_posts(PAGE, {}) == ([], {"until": "17", "__paging_token": "p"})


@pytest.mark.parametrize(
    "body", ["{}", "[]", "null", '{"data":null}', '{"data":[],"paging":{"next":"https://x/?a=b"}}']
)
def test_a_list_that_makes_no_sense_is_no_list(body: str, graph: Graph, notebook: Notebook) -> None:
    notebook.say(body)
    with pytest.raises(Unavailable):
        graph.published_posts(PAGE, {})


@pytest.mark.parametrize(
    ("body", "done"),
    [
        ('{"success":true}', True),
        ('{"success":"true"}', True),
        ("true", True),
        ('{"success":false}', False),
        ("{}", False),
    ],
)
def test_success_is_read_in_each_of_its_spellings(body: str, done: bool, graph: Graph, notebook: Notebook) -> None:
    notebook.say(body)
    assert graph.edit_post("108_1", "x") is done


def test_an_error_keeps_all_that_meta_said(graph: Graph, notebook: Notebook) -> None:
    notebook.say(
        '{"error":{"message":"Expired","type":"OAuthException","code":190,"error_subcode":463,"is_transient":false,'
        '"fbtrace_id":"Atrace"}}',
        400,
        "text/javascript; charset=UTF-8",
    )
    with pytest.raises(GraphError) as caught:
        graph.read_page(PAGE)
    error = caught.value
    assert (error.status, error.code, error.subcode, error.transient, error.readable) == (400, 190, 463, False, True)
    assert error.evidence["trace"] == "Atrace"


def test_an_error_that_repeats_the_token_is_read_without_it(graph: Graph, notebook: Notebook) -> None:
    notebook.say(f'{{"error":{{"message":"Malformed access token {TOKEN}","code":190}}}}', 400)
    with pytest.raises(GraphError) as caught:
        graph.read_page(PAGE)
    error = caught.value
    assert TOKEN not in f"{error} {error.words} {error.evidence} {error.result}"


@pytest.mark.parametrize("data", ['{"start_offset":"5"}', '"{\\"start_offset\\":\\"5\\"}"'])
def test_error_data_is_read_as_an_object_or_as_text(data: str, graph: Graph, notebook: Notebook) -> None:
    notebook.say(f'{{"error":{{"code":6001,"error_subcode":1363037,"error_data":{data}}}}}', 400)
    with pytest.raises(GraphError) as caught:
        graph.read_page(PAGE)
    assert caught.value.data == {"start_offset": "5"}


def test_a_web_page_in_place_of_an_answer_is_an_error_without_a_code(graph: Graph, notebook: Notebook) -> None:
    notebook.say(f"<html>{TOKEN}</html>", 200, "text/html")
    with pytest.raises(GraphError) as caught:
        graph.create_post(PAGE, "x")
    assert (caught.value.status, caught.value.code, caught.value.readable) == (200, None, False)
    assert TOKEN not in str(caught.value.evidence)
