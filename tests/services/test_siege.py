"""Killed in the middle of signing, a few times; `make siege` does it for five hundred signings."""

from random import SystemRandom

import pytest

from tests.conftest import an_empty_database
from tests.siege import besiege

SIGNINGS, APART = 60, 40


def test_every_acknowledged_signature_outlives_kill_minus_nine(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    url = an_empty_database("siege", tmp_path_factory)
    seed = SystemRandom().randrange(10**6)
    siege, outcome = besiege(url, tmp_path_factory.mktemp("siege"), SIGNINGS, seed, APART)
    assert outcome.holds, (seed, outcome)
    assert siege.kills, "nobody was killed"
    assert not siege.strange, (seed, siege.strange)
    assert len(siege.acknowledged) == SIGNINGS
