"""Where a webhook may lead, how it is signed, and how long it is tried."""

import base64
import hashlib
import hmac
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from uuid import UUID

import pytest

from logbook.domain.webhooks import (
    WAITS,
    is_public,
    secret_in_words,
    signature,
    told_of,
    wait_after,
    wrong_with,
)

PRIVATE = (
    *("127.0.0.1", "127.9.9.9", "0.0.0.0", "10.0.0.1", "172.16.3.4", "192.168.1.1"),
    *("169.254.169.254", "100.64.0.1", "224.0.0.1", "255.255.255.255", "192.0.2.1"),
    *("::1", "::", "fe80::1", "fc00::1", "fd12:3456::1", "ff02::1", "2001:db8::1"),
    *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "2002:7f00:1::", "2002:a00:1::"),
    *("64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "2001:0:1:2:3:4:5:6"),
)


@pytest.mark.parametrize("number", PRIVATE)
def test_what_is_not_the_internet(number: str) -> None:
    assert not is_public(ip_address(number))


@pytest.mark.parametrize(
    "number", ["8.8.8.8", "93.184.216.34", "2606:4700::1", "64:ff9b::808:808", "::ffff:8.8.8.8"]
)
def test_what_is(number: str) -> None:
    assert is_public(ip_address(number))


@pytest.mark.parametrize(
    "address",
    [
        "",
        "http://example.org/",
        "ftp://example.org/",
        "https://",
        "https:///path",
        "https://user:word@example.org/",
        "https://example.org/#part",
        "https://example.org:22/",
        "https://example.org:99999/",
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://[::ffff:10.0.0.1]/",
        "https://exämple.org/",
        "https://example.org/\n",
        "https://example.org/" + "x" * 500,
        "https://[broken/",
    ],
)
def test_addresses_that_will_not_do(address: str) -> None:
    assert wrong_with(address) is not None


@pytest.mark.parametrize(
    "address", ["https://example.org", "https://hooks.example.org:8443/a?b=c", "https://8.8.8.8/"]
)
def test_addresses_that_will(address: str) -> None:
    assert wrong_with(address) is None


def test_signed_as_the_standard_has_it() -> None:
    """The example of the Standard Webhooks specification's reference libraries."""
    secret = base64.b64decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    at = datetime.fromtimestamp(1614265330, UTC)
    body = b'{"test": 2432232314}'
    assert (
        signature(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", at, body)
        == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    )
    signed = hmac.digest(secret, b"a.1614265330." + body, hashlib.sha256)
    assert signature(secret, "a", at, body) == "v1," + base64.b64encode(signed).decode()
    assert secret_in_words(secret) == "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


def test_tried_for_more_than_a_day_and_then_given_up() -> None:
    waits = [wait_after(tries) for tries in range(1, len(WAITS) + 1)]
    assert waits == sorted(waits) and sum(WAITS, timedelta(0)) > timedelta(days=1)
    assert wait_after(len(WAITS) + 1) is None


@pytest.mark.parametrize(
    ("before", "state", "told"),
    [
        ("judged", "granted", True),
        ("differing", "granted", True),
        ("granted", "confirmed", True),
        ("review", "granted", False),
        ("suspended", "granted", False),
        ("granted", "review", False),
        ("proposed", "judged", False),
    ],
)
def test_only_what_is_signed_anew_is_a_signature(before: str, state: str, told: bool) -> None:
    facts = {"fellow_id": "", "competency": "epa01", "before": before, "state": state}
    assert (told_of("sign_off.moved", UUID(int=7), facts) is not None) == told
