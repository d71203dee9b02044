"""Whether what was recorded under one edition can still be read under another.

Cases, rounds, items, sittings, reviews and rotations are read with the edition that their
enrollment follows. What that does not know has no name any more; so an enrollment that has such
records stays where it is. Assessments keep their own edition with their wording, and credentials
belong to the member.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from logbook.domain.case_content import CaseContent, complaints
from logbook.domain.competencies import Scale
from logbook.domain.curriculum import Curriculum
from logbook.domain.decisions import Message, say
from logbook.domain.document import Text
from logbook.domain.evidence import AssessmentEvidence, CredentialEvidence, Evidence
from logbook.domain.forms import AssessmentForm


@dataclass(frozen=True, slots=True)
class RecordedCase:
    """A case as far as its edition gives it names."""

    content: CaseContent
    category: str
    waits: bool
    """Handed in, and so whole: it must be whole by the other edition too."""


@dataclass(frozen=True, slots=True)
class Records:
    """All of one enrollment that is read with its edition."""

    cases: tuple[RecordedCase, ...] = ()
    ratings: frozenset[tuple[str, str]] = frozenset()
    """Scale and level of supervisors' answers to cases, and of the committee's reviews."""
    rounds: frozenset[str] = frozenset()
    """Forms of rounds, cancelled ones too: they are listed."""
    activities: frozenset[str] = frozenset()
    tests: frozenset[str] = frozenset()
    rotations: frozenset[str] = frozenset()
    subcompetencies: frozenset[str] = frozenset()
    importing: bool = False
    """Rows of a file were judged by its edition and are not cases yet."""


def names_lost(records: Records, now: Curriculum, then: Curriculum) -> list[Message]:
    """Why this enrollment cannot follow the other edition; empty when it can."""
    return list(_lost(records, now, then))


def _lost(records: Records, now: Curriculum, then: Curriculum) -> Iterator[Message]:
    yield from _cases(records.cases, now, then)
    if records.importing:
        yield say("an import that has not ended; let it end, or undo it")
    for scale, level in sorted(records.ratings):
        if not _rates_alike(now.scales.get(scale), then.scales.get(scale), level):
            name = _name(now.scales, scale)
            yield say("ratings at level %(level)s of “%(scale)s”", level=level, scale=name)
    for code in sorted(records.rounds):
        if code in now.forms and not form_kept(now.forms[code], now, then):
            yield say("a feedback round on “%(form)s”", form=now.forms[code].name)
    for code in sorted(records.activities - then.offers.activities.keys()):
        yield say("portfolio items “%(kind)s”", kind=_name(now.offers.activities, code))
    for code in sorted(records.tests - then.offers.tests.keys()):
        yield say("results of “%(test)s”", test=_name(now.offers.tests, code))
    for code in sorted(records.rotations - then.offers.rotations.keys()):
        yield say("rotations “%(rotation)s”", rotation=_name(now.offers.rotations, code))
    for code in sorted(records.subcompetencies - _subcompetencies(then)):
        yield say("the committee’s ratings of %(subcompetency)s", subcompetency=code)


def _rates_alike(now: Scale | None, then: Scale | None, code: str) -> bool:
    """Whether the level is there still, and still a level, or still an answer that is none."""
    before, after = (None if one is None else one.level(code) for one in (now, then))
    if after is None:
        return False
    return before is None or (before.order == 0) == (after.order == 0)


def _name(known: Mapping[str, object], code: str) -> object:
    return getattr(known.get(code), "name", code)


def _subcompetencies(curriculum: Curriculum) -> set[str]:
    return {part.id for one in curriculum.domains.values() for part in one.subcompetencies}


def _cases(cases: Iterable[RecordedCase], now: Curriculum, then: Curriculum) -> Iterator[Message]:
    """One sentence for each procedure whose cases the other edition cannot read."""
    told: dict[str, dict[str, int]] = {}
    for case in cases:
        for what in case_lost(case, now, then)[:1]:
            counts = told.setdefault(case.content.procedure, {})
            counts[what] = counts.get(what, 0) + 1
    for code, counts in told.items():
        name: Text | str = now.procedures[code].name if code in now.procedures else code
        for what, count in counts.items():
            yield say(
                "cases “%(procedure)s” (%(count)s): %(what)s",
                procedure=name,
                count=count,
                what=WHY[what],
            )


PROCEDURE, CATEGORY, WORDS, WHOLE = "procedure", "category", "words", "whole"
WHY = {
    PROCEDURE: say("not in the catalogue"),
    CATEGORY: say("their category is not there"),
    WORDS: say("something that was said of them is not known"),
    WHOLE: say("they wait for an answer and lack what must be answered"),
}


def case_lost(case: RecordedCase, now: Curriculum, then: Curriculum) -> list[str]:
    """What of a case has no name in the other edition; of one that waits, what it lacks there."""
    if case.content.procedure not in then.procedures:
        return [PROCEDURE]
    if case.category not in then.categories:
        return [CATEGORY]
    if _lacks(case.content, now, then, complete=False):
        return [WORDS]
    if case.waits and _lacks(case.content, now, then, complete=True):
        return [WHOLE]
    return []


def _lacks(content: CaseContent, now: Curriculum, then: Curriculum, *, complete: bool) -> bool:
    """Whether the other edition complains of something that its own does not."""
    wrong = _wrong(content, then, complete)
    return bool(wrong and wrong - _wrong(content, now, complete))


def _wrong(content: CaseContent, curriculum: Curriculum, complete: bool) -> set[str]:
    on = content.performed_on
    return set(complaints(content, curriculum, date.max, on, on, complete))


def form_kept(form: AssessmentForm, now: Curriculum, then: Curriculum) -> bool:
    """Whether every answer to a form can be read on what the other edition made of it."""
    other = then.forms.get(form.id)
    if other is None or not other.round:
        return False
    for item in form.items:
        found = other.item(item.id)
        if found is None or (found.kind, found.scale) != (item.kind, item.scale):
            return False
        if not {one.code for one in item.choices} <= {one.code for one in found.choices}:
            return False
        if item.scale and not codes(now.scales[item.scale]) <= codes(then.scales[item.scale]):
            return False
    return True


def codes(scale: Scale) -> set[str]:
    return {level.code for level in (*scale.levels, *scale.outside)}


def counts_no_more(
    evidence: Iterable[Evidence], now: Curriculum, then: Curriculum
) -> list[Message]:
    """What keeps its name but is evidence for nothing under the other edition: nobody is kept from
    following it by that, but it is said before."""
    forms: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    for one in evidence:
        if isinstance(one, AssessmentEvidence) and one.form not in then.forms:
            forms[one.form] += 1
        if isinstance(one, CredentialEvidence) and one.credential not in then.offers.credentials:
            kinds[one.credential] += 1
    return [
        *(
            say("assessments on “%(form)s” (%(count)s)", form=_name(now.forms, code), count=n)
            for code, n in sorted(forms.items())
        ),
        *(
            say(
                "credentials “%(kind)s” (%(count)s)",
                kind=_name(now.offers.credentials, code),
                count=n,
            )
            for code, n in sorted(kinds.items())
        ),
    ]
