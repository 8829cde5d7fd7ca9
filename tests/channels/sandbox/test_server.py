"""The stand-in server itself: every fault does what its description says, on the wire."""

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
import requests
from werkzeug.wrappers import Request, Response

from channels.registry import all_channels
from channels.sandbox.faults import FAULTS
from channels.sandbox.server import SandboxApp, SandboxServer, stages
from channels.sandbox.stage import Card, Stage, reply
from channels.sandbox.wall import page


@dataclass
class Counter(Stage):
    """A platform that counts: POST makes one, GET lists them."""

    kind: str = "counter"
    made: list[str] = field(default_factory=list)

    def operation(self, request: Request) -> str:
        return {"POST": "thing.create", "GET": "thing.list"}[request.method] if request.path == "/things" else ""

    def answer(self, request: Request) -> Response:
        if request.method == "POST":
            self.made.append(request.get_data(as_text=True))
            return reply({"id": len(self.made), "text": self.made[-1]}, 201)
        return reply({"path": request.path, "root": request.root_path, "things": self.made})

    def objects(self) -> list[dict[str, Any]]:
        return [{"id": number, "text": text, "live": True, "created": 0} for number, text in enumerate(self.made)]

    def wall(self) -> list[Card]:
        return [Card(title="<b>Tiêu đề</b>", body=text, at=0.0, state="edited") for text in self.made]

    def file(self, name: str) -> tuple[bytes, str] | None:
        return (b"picture", "image/jpeg") if name == "1.jpg" else None

    def fault(self, name: str, request: Request) -> Response | None:
        return reply({"own": True}, 418) if name == "teapot" else None

    def secrets(self) -> list[str]:
        return ["khóa +/= bí mật", ""]


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[SandboxServer]:
    monkeypatch.setattr("channels.sandbox.server.stages", lambda: {"counter": Counter})
    with SandboxServer() as running:
        yield running


def create(server: SandboxServer, timeout: float = 2.0) -> requests.Response:
    return requests.post(f"{server.url}/counter/things", data="một".encode(), timeout=timeout)


def made(server: SandboxServer) -> int:
    return len(requests.get(f"{server.url}/_objects/counter", timeout=2).json()["objects"])


def order(server: SandboxServer, fault: str, **more: Any) -> None:
    wanted = {"channel": "counter", "on": "thing.create", "fault": fault, **more}
    assert requests.post(f"{server.url}/_faults", json=wanted, timeout=2).status_code == 200


def test_without_a_fault_it_does_what_is_asked(server):
    assert create(server).json() == {"id": 1, "text": "một"}
    assert made(server) == 1


@pytest.mark.parametrize(
    ("fault", "status", "count"),
    [
        ("accept-then-500", 500, 1),
        ("accept-then-502", 502, 1),
        ("refuse-500", 500, 0),
        ("refuse-502", 502, 0),
        ("throttle", 429, 0),
        ("token", 401, 0),
        ("teapot", 418, 0),
    ],
)
def test_a_fault_with_a_status_answers_it_and_did_or_did_not_do_it(server, fault, status, count):
    order(server, fault)
    answer = create(server)
    assert answer.status_code == status
    assert ("html" in answer.headers["Content-Type"]) is fault.endswith("502")
    assert made(server) == count
    assert create(server).status_code == 201


@pytest.mark.parametrize(("fault", "count"), [("accept-then-drop", 1), ("drop", 0)])
def test_a_drop_closes_the_connection_without_a_word_and_at_once(server, fault, count):
    order(server, fault)
    began = time.monotonic()
    with pytest.raises(requests.ConnectionError):
        create(server)
    assert time.monotonic() - began < 1
    assert made(server) == count


def test_a_hang_does_it_and_says_nothing_for_as_long_as_ordered(server):
    order(server, "accept-then-hang", seconds=0.6)
    began = time.monotonic()
    with pytest.raises(requests.ConnectionError):
        create(server)
    assert 0.5 < time.monotonic() - began < 2
    assert made(server) == 1


def test_a_hang_of_one_does_not_stop_the_others(server):
    order(server, "accept-then-hang", seconds=1.0)
    with pytest.raises(requests.ReadTimeout):
        create(server, timeout=0.1)
    assert create(server, timeout=0.8).status_code == 201


def test_a_slow_answer_comes_whole_after_its_time(server):
    order(server, "accept-then-slow", seconds=0.5)
    began = time.monotonic()
    assert create(server).json()["id"] == 1
    assert time.monotonic() - began > 0.4


def test_a_truncated_answer_is_half_of_it_and_no_json(server):
    order(server, "accept-then-truncate")
    answer = create(server)
    assert answer.status_code == 201
    with pytest.raises(json.JSONDecodeError):
        answer.json()
    assert made(server) == 1


def test_every_fault_that_is_described_is_tested_here_and_played(server):
    tested = {"accept-then-500", "accept-then-502", "accept-then-drop", "accept-then-hang", "accept-then-slow"}
    tested |= {"accept-then-truncate", "refuse-500", "refuse-502", "drop", "throttle", "token"}
    assert set(FAULTS) == tested
    assert requests.get(f"{server.url}/_faults", timeout=2).json()["faults"] == FAULTS


def test_an_order_meets_only_its_operation_and_only_so_often(server):
    order(server, "refuse-500", times=2)
    assert requests.get(f"{server.url}/counter/things", timeout=2).status_code == 200
    assert [create(server).status_code for _ in range(3)] == [500, 500, 201]


def test_a_star_meets_every_operation_but_no_request_without_one(server):
    order(server, "refuse-500", on="*")
    assert requests.get(f"{server.url}/counter/elsewhere", timeout=2).status_code == 200
    assert requests.get(f"{server.url}/counter/things", timeout=2).status_code == 500


def test_orders_are_met_in_the_order_given(server):
    order(server, "throttle")
    order(server, "token")
    assert [create(server).status_code for _ in range(3)] == [429, 401, 201]


def test_an_order_for_a_platform_that_is_not_there_names_those_that_are(server):
    answer = requests.post(f"{server.url}/_faults", json={"channel": "myspace", "fault": "drop"}, timeout=2)
    assert answer.status_code == 400
    assert "counter" in answer.json()["error"]


def test_a_platform_sees_the_path_below_its_mount(server):
    seen = requests.get(f"{server.url}/counter/a/b", timeout=2).json()
    assert (seen["path"], seen["root"]) == ("/a/b", "/counter")
    assert requests.get(f"{server.url}/myspace/a", timeout=2).status_code == 404


def test_a_secret_in_an_address_is_frowned_at_and_not_repeated(server):
    requests.get(f"{server.url}/counter/things?access_token=the-secret", timeout=2)
    frowns = requests.get(f"{server.url}/_objects/counter", timeout=2).json()["frowns"]
    assert len(frowns) == 1
    assert "access_token" in frowns[0]
    assert "the-secret" not in frowns[0]


@pytest.mark.parametrize(
    "address", ["?q=kh%C3%B3a+%2B%2F%3D+b%C3%AD+m%E1%BA%ADt", "/kh%C3%B3a%20+/=%20b%C3%AD%20m%E1%BA%ADt/x"]
)
def test_a_secret_is_known_by_its_value_under_whatever_name(server, address):
    requests.get(f"{server.url}/counter/things{address}", timeout=2)
    frowns = requests.get(f"{server.url}/_objects/counter", timeout=2).json()["frowns"]
    assert frowns == ["a secret in the address of a GET"]


def test_addresses_are_remembered_whole_until_the_reset(server):
    requests.get(f"{server.url}/counter/things?a=%C3%A1&b=2", timeout=2)
    assert list(server.app.addresses) == ["/counter/things?a=%C3%A1&b=2"]
    server.app.reset()
    assert not server.app.addresses


def test_a_reset_forgets_objects_faults_and_frowns(server):
    create(server)
    order(server, "drop")
    requests.get(f"{server.url}/counter/things?app_secret=x", timeout=2)
    requests.post(f"{server.url}/_reset", timeout=2)
    assert requests.get(f"{server.url}/_objects/counter", timeout=2).json() == {"objects": [], "frowns": []}
    assert create(server).status_code == 201


def test_the_wall_shows_what_was_posted_escaped_and_marked(server):
    create(server)
    wall = requests.get(f"{server.url}/wall", timeout=2)
    assert "&lt;b&gt;Tiêu đề&lt;/b&gt;" in wall.text
    assert "đã sửa" in wall.text
    assert "1 đang hiển thị" in wall.text


def test_the_wall_heads_a_column_with_the_stages_label_else_with_the_channels():
    labels = {"counter": "Máy đếm", "feed": "Nguồn tin"}
    assert "<h2>Bảng <small>" in page([Counter(label="Bảng")], labels)
    assert "<h2>Máy đếm <small>" in page([Counter()], labels)
    assert "<h2>counter <small>" in page([Counter()], {})


def test_a_file_is_served_by_name(server):
    picture = requests.get(f"{server.url}/_files/counter/1.jpg", timeout=2)
    assert (picture.content, picture.headers["Content-Type"]) == (b"picture", "image/jpeg")
    assert requests.get(f"{server.url}/_files/counter/2.jpg", timeout=2).status_code == 404


def test_a_drop_leaves_no_noise_in_the_log(server, caplog):
    order(server, "drop")
    with pytest.raises(requests.ConnectionError):
        create(server)
    assert create(server).status_code == 201
    assert [record for record in caplog.records if record.name == "werkzeug"] == []


def test_every_channel_has_its_sandbox_and_only_those_asked_for_are_mounted():
    assert list(stages()) == list(all_channels())
    assert set(SandboxApp(["govportal"]).stage) == {"govportal"}
