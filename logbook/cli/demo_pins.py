"""The demo's pinned procedures, and drafts that were kept to be finished later."""

from datetime import timedelta

from logbook.cli.demo_stage import Player, Stage
from logbook.domain.case_content import CaseContent
from logbook.domain.catalogue import CaseRole
from logbook.queries.cases import recent_kinds
from logbook.services import cases, pinned_kinds
from logbook.services.entering import Entered

PINS = 2
DRAFTS = (1, 3)
"""Days ago."""


def keep_at_hand(stage: Stage) -> None:
    """The first two fellows of a program pin what they do most; the first has drafts to finish."""
    for fellow in stage.fellows[:2]:
        for kind in recent_kinds(fellow.actor, most=PINS):
            pinned_kinds.pin(fellow.actor, kind)
    first, supervisor = stage.fellows[0], stage.supervisors[0]
    for days, kind in zip(DRAFTS, recent_kinds(first.actor, most=len(DRAFTS)), strict=False):
        _keep_for_later(stage, first, supervisor, kind, days)


def _keep_for_later(stage: Stage, fellow: Player, asked: Player, kind: str, days: int) -> None:
    """As one tap in the corridor keeps it."""
    assert fellow.enrollment_id is not None
    day = stage.today() - timedelta(days=days)
    content = CaseContent(kind, day, CaseRole.ASSISTED, outcome="")
    said = Entered(content, asked.actor.id, stage.site_ids[0], submit=False)
    cases.log(fellow.actor, cases.new_case_id(), fellow.enrollment_id, said)
