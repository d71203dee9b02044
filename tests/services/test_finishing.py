"""Whoever follows a shipped curriculum can finish it: every requirement of every one of them is
driven to met through the use cases, by one script that knows none of them."""

from collections.abc import Collection
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from logbook.domain.rules import Rule
from logbook.domain.rules_of_judgement import CredentialValid
from logbook.queries.evidence import READERS
from logbook.queries.gaps import gaps_of
from logbook.queries.progress import progress_of
from logbook.services import audit, curriculum, progress
from tests.cast import RIVERSIDE, TODAY, Cast
from tests.conftest import sign_in
from tests.makers.finishing import (
    OF_ITS_PARTS,
    PROVIDERS,
    WITHOUT_A_USE_CASE,
    a_follower,
    finish,
)
from tests.makers.training import Stage

SHIPPED = sorted(curriculum.SHIPPED.glob("*.yaml"))


def those_of(stage: Stage, kinds: Collection[type[Rule]]) -> frozenset[str]:
    """The requirements with these rules, by id."""
    wanted = stage.curriculum.requirements.values()
    return frozenset(one.id for one in wanted if type(one.rule) in kinds)


def missing(stage: Stage) -> set[str]:
    """What the page of gaps names, optional ones too. Those without a figure are never met: of
    them, the ones with nothing to show."""
    found = gaps_of(stage.fellow.actor, stage.enrollment_id, TODAY)
    lines = [*(gap.line for gap in found.gaps), *found.optional]
    assert {line.requirement.id for line in lines if line.met} == set()
    return {line.requirement.id for line in lines if line.required is not None or not line.credit}


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_fellow_finishes_it(cast: Cast, client: FlaskClient, path: Path) -> None:
    stage = a_follower(cast, path)
    out_of_reach = those_of(stage, WITHOUT_A_USE_CASE)
    papers = those_of(stage, {CredentialValid})
    assert papers <= missing(stage)
    finish(stage, leave=papers)
    assert missing(stage) == papers | out_of_reach  # so that being finished means something
    finish(stage)
    assert missing(stage) == out_of_reach

    lines = progress_of(stage.fellow.actor, stage.enrollment_id, TODAY).lines
    assert {line.requirement.id for line in lines} == stage.curriculum.requirements.keys()
    for line in lines:
        assert line.met or line.required is None or line.requirement.id in out_of_reach
        assert line.credit or line.requirement.id in out_of_reach
    assert progress.differences(RIVERSIDE) == []
    assert audit.verify(RIVERSIDE) == []
    page = sign_in(client, stage.fellow).get("/gaps").text
    assert ("Nothing is missing" in page) == (not out_of_reach)


def test_for_every_kind_of_requirement_there_is_a_way() -> None:
    known = PROVIDERS.keys() | OF_ITS_PARTS | WITHOUT_A_USE_CASE
    # By name: with slots each class is made twice, and the first is still there for a while.
    kinds = {
        kind.__name__ for kind in Rule.__subclasses__() if kind.__module__.startswith("logbook")
    }
    assert kinds == {kind.__name__ for kind in known}


def test_what_is_out_of_reach_has_no_reader_yet() -> None:
    """Fails on the day on which rotations are evidence: then a fellow has to finish those too."""
    reads = {kind for rule in WITHOUT_A_USE_CASE for kind in rule.reads}
    assert reads and not reads & READERS.keys()
