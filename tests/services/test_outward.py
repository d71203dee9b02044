"""The way out leads out: never to this machine, to a neighbor, or elsewhere than was looked at."""

import socket
from collections.abc import Callable, Iterator

import pytest

from logbook.services import outward
from logbook.services.outward import NotDelivered, post
from tests.makers.receiver import NAME, Receiver, a_receiver

Answers = Callable[..., None]


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> Answers:
    """Says for which numbers a name stands; each look-up takes the next answer."""

    def stand_for(*answers: list[str]) -> None:
        left = list(answers)

        def look_up(host: str, port: int, *_: object, **__: object) -> list[object]:
            if host[0].isdigit():  # asked by `create_connection`, of the number that it was given
                return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (host, port))]
            numbers = left.pop(0) if len(left) > 1 else left[0]
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port)) for one in numbers]

        monkeypatch.setattr(outward.socket, "getaddrinfo", look_up)

    return stand_for


@pytest.fixture
def never(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Nobody is called; who is, is noted."""
    called: list[object] = []
    monkeypatch.setattr(outward.socket, "create_connection", lambda where, *_: called.append(where))
    return called


@pytest.mark.parametrize(
    "numbers",
    [
        ["127.0.0.1"],
        ["10.1.2.3"],
        ["169.254.169.254"],
        ["::1"],
        ["fe80::1%eth0"],
        ["::ffff:192.168.0.1"],
        ["93.184.216.34", "10.0.0.1"],
        [],
    ],
)
def test_a_name_that_stands_for_a_private_number(
    names: Answers, never: list[object], numbers: list[str]
) -> None:
    names(numbers)
    with pytest.raises(NotDelivered, match="private address"):
        post("https://hooks.example.org/", {}, b"{}")
    assert never == []


def test_a_name_that_nobody_knows(never: list[object], monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror

    monkeypatch.setattr(outward.socket, "getaddrinfo", unknown)
    with pytest.raises(NotDelivered, match="name not found"):
        post("https://hooks.example.org/", {}, b"{}")
    assert never == []


@pytest.fixture(scope="module")
def listening(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Receiver]:
    with a_receiver(tmp_path_factory.mktemp("receiver")) as found:
        yield found


@pytest.fixture
def receiver(listening: Receiver) -> Receiver:
    """It has got nothing yet, and answers that all is well."""
    listening.got.clear()
    listening.status = 200
    return listening


def address_of(receiver: Receiver) -> str:
    return f"https://{NAME}:{receiver.port}/hook?a=b"


def test_it_gets_there_under_its_name(names: Answers, receiver: Receiver) -> None:
    """By the number that was looked at: there is no second look-up, which would say otherwise."""
    names(["127.0.0.1"], ["203.0.113.1"])
    status = post(
        address_of(receiver),
        {"webhook-id": "msg_1"},
        b"{}",
        at_home=[NAME],
        context=receiver.trusting,
    )
    path, headers, body = receiver.got.pop()
    assert (status, path, body) == (200, "/hook?a=b", b"{}")
    assert (headers["webhook-id"], headers["Host"]) == ("msg_1", f"{NAME}:{receiver.port}")


def test_a_certificate_is_asked_for(names: Answers, receiver: Receiver) -> None:
    names(["127.0.0.1"])
    with pytest.raises(NotDelivered, match="SSLCertVerificationError"):
        post(address_of(receiver), {}, b"{}", at_home=[NAME])
    other = address_of(receiver).replace(NAME, "other.example")
    with pytest.raises(NotDelivered, match="SSLCertVerificationError"):
        post(other, {}, b"{}", at_home=["other.example"], context=receiver.trusting)
    assert receiver.got == []


def test_nobody_is_sent_elsewhere(names: Answers, receiver: Receiver) -> None:
    names(["127.0.0.1"])
    receiver.status = 302
    at_home, trusting = [NAME], receiver.trusting
    assert post(address_of(receiver), {}, b"{}", at_home=at_home, context=trusting) == 302
    assert len(receiver.got) == 1
