"""Changes of what counts as a failure on a learning curve."""

from collections.abc import Iterator
from typing import Any

from logbook.domain.changes import Aspect, Change, Shelf, Words, change, compared, shelf_changes
from logbook.domain.changes import named as named_in
from logbook.domain.changes_of_catalogue import in_list
from logbook.domain.changes_of_frame import by_source
from logbook.domain.changes_of_requirements import by_category
from logbook.domain.curriculum import Curriculum
from logbook.domain.decisions import say
from logbook.domain.learning_curves import CurveRule

by_procedure = named_in(lambda curriculum: curriculum.procedures)
by_complication = named_in(lambda curriculum: curriculum.complications, "label")

CURVE = (
    Aspect("name", say("name")),
    Aspect("procedures", say("procedures"), by_procedure),
    Aspect("categories", say("categories"), by_category),
    Aspect("acceptable", say("acceptable failure rate in percent")),
    Aspect("unacceptable", say("unacceptable failure rate in percent")),
    Aspect("cases", say("cases for which the limit holds")),
    Aspect("source", say("source of the rates"), by_source),
)
FAILURE = (
    Aspect("outcomes", say("outcomes that are failures"), in_list("outcomes")),
    Aspect("complications", say("complications that are failures"), by_complication),
    Aspect("source", say("source of what is a failure"), by_source),
)
MARK = (
    Aspect("time", say("published mark of the time")),
    Aspect("dose", say("published mark of the dose")),
    Aspect("source", say("source of the mark"), by_source),
)
CURVES = Words(
    say("New learning curve: %(name)s.").id,
    say("Learning curve removed: %(name)s.").id,
    say("The learning curves stand in another order."),
)


def curve_changes(before: Curriculum, after: Curriculum) -> Iterator[Change]:
    both = (before, after)

    def compare(was: CurveRule, becomes: CurveRule) -> Iterator[Change]:
        return curve(both, was, becomes)

    curves = (before.learning_curves, after.learning_curves)
    yield from shelf_changes(Shelf.CURVES, curves, CURVES, compare)


def curve(
    both: tuple[Curriculum, Curriculum], was: CurveRule, becomes: CurveRule
) -> Iterator[Change]:
    of: tuple[Shelf, str, Any] = (Shelf.CURVES, becomes.id, becomes.name)
    yield from compared(*of, (was, becomes), both, CURVE)
    yield from compared(*of, (was.failure, becomes.failure), both, FAILURE)
    old, new = was.mark, becomes.mark
    if old is not None and new is not None:
        yield from compared(*of, (old, new), both, MARK)
    elif old is not None:
        yield change(*of[:2], say("%(name)s: no published mark any more.", name=becomes.name))
    elif new is not None:
        yield change(*of[:2], say("%(name)s: has a published mark now.", name=becomes.name))
