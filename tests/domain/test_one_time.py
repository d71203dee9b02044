"""Codes of a device: the standards' own vectors, clocks that are off, and codes on paper."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from logbook.domain import one_time

SECRET = b"12345678901234567890"  # of both RFCs
NOW = datetime(2026, 11, 25, 9, 30, 10, tzinfo=UTC)


RFC_4226 = "755224 287082 359152 969429 338314 254676 287922 162583 399871 520489"


@pytest.mark.parametrize(("counter", "code"), list(enumerate(RFC_4226.split())))
def test_the_vectors_of_rfc_4226(counter: int, code: str) -> None:
    assert one_time.code_of(SECRET, counter) == code


@pytest.mark.parametrize(
    ("seconds", "code"),
    [
        (59, "94287082"),
        (1111111109, "07081804"),
        (1111111111, "14050471"),
        (1234567890, "89005924"),
        (2000000000, "69279037"),
        (20000000000, "65353130"),
    ],
)
def test_the_vectors_of_rfc_6238(seconds: int, code: str) -> None:
    step = one_time.step_of(datetime.fromtimestamp(seconds, UTC))
    assert one_time.code_of(SECRET, step, digits=8) == code


@pytest.mark.parametrize(
    ("off", "known"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)]
)
def test_a_devices_clock_may_be_half_a_minute_off(off: int, known: bool) -> None:
    step = one_time.step_of(NOW) + off
    found = one_time.step_shown(SECRET, one_time.code_of(SECRET, step), NOW)
    assert found == (step if known else None)


@given(st.text())
def test_nothing_else_is_a_code(typed: str) -> None:
    steps = range(one_time.step_of(NOW) - 1, one_time.step_of(NOW) + 2)
    codes = {one_time.code_of(SECRET, step) for step in steps}
    assert (one_time.step_shown(SECRET, typed, NOW) is not None) == (typed in codes)


def test_a_code_is_accepted_as_people_type_it() -> None:
    assert one_time.as_typed(" 123 456 ") == "123456"
    [first, *_] = codes = one_time.new_recovery_codes()
    assert len(set(codes)) == 10
    assert one_time.hash_of_recovery(first) == one_time.hash_of_recovery(
        first.upper().replace("-", " ")
    )
    assert not any(one_time.is_of_a_device(one_time.as_typed(code)) for code in codes)


def test_a_fresh_step_begins_every_half_minute() -> None:
    begins = datetime(2026, 11, 25, 9, 30, tzinfo=UTC)
    assert one_time.step_of(begins + timedelta(seconds=29)) == one_time.step_of(begins)
    assert one_time.step_of(begins + timedelta(seconds=30)) == one_time.step_of(begins) + 1


def test_a_secret_can_be_typed_into_a_device() -> None:
    assert one_time.as_text(SECRET) == "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
