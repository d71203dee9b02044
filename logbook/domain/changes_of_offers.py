"""Changes of forms of assessment, and of what else a curriculum names beside cases."""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from logbook.domain.changes import Aspect, Change, Shelf, Words, compared, shelf_changes
from logbook.domain.changes_of_frame import by_competency, by_scale, by_source
from logbook.domain.changes_of_requirements import by_category
from logbook.domain.curriculum import Curriculum
from logbook.domain.decisions import Message, say
from logbook.domain.forms import AssessmentForm, FormItem

FORM = (
    Aspect("name", say("name")),
    Aspect("short", say("short name")),
    Aspect("purpose", say("purpose")),
    Aspect("scale", say("scale of the overall level"), by_scale),
    Aspect("round", say("filled in by several raters")),
    Aspect("raters", say("least number of raters")),
    Aspect("from_case", say("offered with a case")),
    Aspect("disciplines", say("professions")),
)
ITEM = (
    Aspect("label", say("is called")),
    Aspect("kind", say("kind")),
    Aspect("scale", say("scale"), by_scale),
    Aspect("required", say("must be answered")),
    Aspect("hint", say("hint")),
)
ROTATION = (
    Aspect("name", say("name")),
    Aspect("discipline", say("discipline")),
    Aspect("competencies", say("competencies"), by_competency),
)
ACTIVITY = (
    Aspect("name", say("name")),
    Aspect("measure", say("counted in")),
    Aspect("private", say("private until shared")),
)
CREDENTIAL = (
    Aspect("name", say("name")),
    Aspect("expires", say("expires")),
    Aspect("jurisdiction", say("where it is asked for")),
    Aspect("blocks", say("categories that need it"), by_category),
    Aspect("source", say("source"), by_source),
    Aspect("renewed_months", say("renewed every so many months")),
)
TEST = (
    Aspect("name", say("name")),
    Aspect("pass_mark", say("pass mark in percent")),
    Aspect("source", say("source of the pass mark"), by_source),
)
CHOICE = (Aspect("label", say("is called")),)

FORMS = Words(
    say("New form: %(name)s.").id,
    say("Form removed: %(name)s.").id,
    say("The forms stand in another order."),
)
ITEMS = Words(
    say("Form %(name)s new.").id,
    say("Form %(name)s removed.").id,
    say("%(form)s: the items stand in another order."),
)
CHOICES = Words(
    say("Form %(name)s new.").id,
    say("Form %(name)s removed.").id,
    say("%(form)s: the choices of an item stand in another order."),
)
ROTATIONS = Words(
    say("New rotation: %(name)s.").id,
    say("Rotation removed: %(name)s.").id,
    say("The rotations stand in another order."),
)
ACTIVITIES = Words(
    say("New activity: %(name)s.").id,
    say("Activity removed: %(name)s.").id,
    say("The activities stand in another order."),
)
CREDENTIALS = Words(
    say("New credential: %(name)s.").id,
    say("Credential removed: %(name)s.").id,
    say("The credentials stand in another order."),
)
TESTS = Words(
    say("New test: %(name)s.").id,
    say("Test removed: %(name)s.").id,
    say("The tests stand in another order."),
)


def offer_changes(before: Curriculum, after: Curriculum) -> Iterator[Change]:
    both = (before, after)
    yield from shelf_changes(Shelf.FORMS, (before.forms, after.forms), FORMS, partial(form, both))
    old, new = before.offers, after.offers
    for shelf, things, words, aspects in (
        (Shelf.ROTATIONS, (old.rotations, new.rotations), ROTATIONS, ROTATION),
        (Shelf.ACTIVITIES, (old.activities, new.activities), ACTIVITIES, ACTIVITY),
        (Shelf.CREDENTIALS, (old.credentials, new.credentials), CREDENTIALS, CREDENTIAL),
        (Shelf.TESTS, (old.tests, new.tests), TESTS, TEST),
    ):
        yield from plain_shelf(shelf, things, words, aspects, both)


def plain_shelf(
    shelf: Shelf,
    things: tuple[Mapping[str, Any], Mapping[str, Any]],
    words: Words,
    aspects: tuple[Aspect, ...],
    both: tuple[Curriculum, Curriculum],
) -> Iterator[Change]:
    def compare(was: Any, becomes: Any) -> Iterator[Change]:
        return compared(shelf, becomes.id, becomes.name, (was, becomes), both, aspects)

    yield from shelf_changes(shelf, things, words, compare)


def form(
    both: tuple[Curriculum, Curriculum], was: AssessmentForm, becomes: AssessmentForm
) -> Iterator[Change]:
    yield from compared(Shelf.FORMS, becomes.id, becomes.name, (was, becomes), both, FORM)
    old, new = ({item.id: item for item in one.items} for one in (was, becomes))
    order = Message(ITEMS.order.id, {"form": becomes.name})
    yield from shelf_changes(
        Shelf.FORMS,
        (old, new),
        ITEMS._replace(order=order),
        partial(item, both, becomes),
        lambda one: say("%(form)s: item “%(item)s”", form=becomes.name, item=one.label),
    )


def item(
    both: tuple[Curriculum, Curriculum], of: AssessmentForm, was: FormItem, becomes: FormItem
) -> Iterator[Change]:
    called = say("%(form)s: item “%(item)s”", form=of.name, item=becomes.label)
    yield from compared(Shelf.FORMS, of.id, called, (was, becomes), both, ITEM)
    old, new = ({choice.code: choice for choice in one.choices} for one in (was, becomes))
    order = Message(CHOICES.order.id, {"form": of.name})
    yield from shelf_changes(
        Shelf.FORMS,
        (old, new),
        CHOICES._replace(order=order),
        lambda first, then: compared(
            Shelf.FORMS,
            of.id,
            say("%(item)s, “%(choice)s”", item=called, choice=then.label),
            (first, then),
            both,
            CHOICE,
        ),
        lambda one: say("%(item)s, “%(choice)s”", item=called, choice=one.label),
    )
