"""Evidence of every kind for one fellow, on the whole shipped curriculum."""

from logbook.domain.knowledge import Result
from logbook.domain.milestones import subcompetencies
from logbook.domain.portfolio import ItemContent
from logbook.models.columns import new_id
from logbook.queries.curriculum import curriculum_of
from logbook.queries.progress import version_followed
from logbook.services import knowledge, milestones, portfolio, portfolio_answers
from logbook.services.milestones import Rated
from logbook.services.portfolio import Entered
from tests.cast import CAST, TODAY, Member
from tests.makers.assessments import a_given_assessment
from tests.makers.cases import an_approved_case
from tests.makers.credentials import a_verified_credential
from tests.makers.rounds import a_closed_round


def of_every_kind(fellow: Member, cases: int = 3) -> None:
    """Approved cases, an assessment, a round, an item, a result, a review, a credential."""
    assert fellow.enrollment_id is not None
    ben, eve, cora, mia = (CAST[name] for name in ("ben", "eve", "cora", "mia"))
    for place in range(cases):
        an_approved_case(fellow=fellow, supervisor=(ben, eve)[place % 2])
    a_given_assessment(fellow=fellow, assessor=ben)
    a_closed_round(fellow=fellow, by=cora)
    an_accepted_course(fellow, ben)
    passed = Result("opioid_knowledge", TODAY, score=80)
    knowledge.enter(cora.actor, new_id(), fellow.enrollment_id, passed)
    reviewed(fellow, mia)
    a_verified_credential(of=fellow, by=cora)


def an_accepted_course(fellow: Member, accepter: Member) -> None:
    assert fellow.enrollment_id is not None
    content = ItemContent("controlled_substances", TODAY, "Opioid course", minutes=480)
    entered = Entered(content, accepter.id, send=True)
    item_id = portfolio.add(fellow.actor, new_id(), fellow.enrollment_id, entered)
    portfolio_answers.accept(accepter.actor, item_id, 1)


def reviewed(fellow: Member, by: Member) -> None:
    """Level 4 in everything."""
    assert fellow.enrollment_id is not None
    version_id = version_followed(fellow.actor, fellow.enrollment_id)
    parts = subcompetencies(curriculum_of(fellow.program_id, version_id))
    levels = dict.fromkeys((one.id for one in parts), "4")
    milestones.write(
        by.actor, new_id(), fellow.enrollment_id, None, Rated(TODAY, levels), record=True
    )
