"""A curriculum version: what is to be learned, what shows it, and where each figure comes from."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from hashlib import sha256

from logbook.domain.catalogue import Category, Complication, FieldGroup, Procedure, Vocabulary
from logbook.domain.catalogue_document import read_complications, read_procedures, read_shelf
from logbook.domain.competencies import Competency, Domain, Level, Scale, Source, Target
from logbook.domain.curriculum_document import read_frame, with_evidence_of
from logbook.domain.curve_document import read_curves
from logbook.domain.decisions import say
from logbook.domain.document import CurriculumError, Node, Text
from logbook.domain.forms import AssessmentForm, read_form
from logbook.domain.learning_curves import CurveRule, rule_for
from logbook.domain.opportunities import Opportunities, read_opportunities
from logbook.domain.requirement_document import Known, read_requirements, read_roles
from logbook.domain.requirements import (
    Confirmation,
    CountUnit,
    Figure,
    FigureStanding,
    Requirement,
    RequirementKind,
)
from logbook.domain.type_ahead import search

__all__ = [
    "Competency",
    "Confirmation",
    "CountUnit",
    "Curriculum",
    "CurriculumError",
    "Domain",
    "Figure",
    "FigureStanding",
    "Level",
    "Requirement",
    "RequirementKind",
    "Scale",
    "Source",
    "Target",
    "Text",
]


@dataclass(frozen=True, slots=True)
class Curriculum:
    """One edition, complete. Every mapping is in the order of the document."""

    id: str
    edition: str
    title: Text
    length_months: int
    length_sources: tuple[str, ...]
    notice: Text
    sources: Mapping[str, Source]
    scales: Mapping[str, Scale]
    case_scale: Scale
    """On which a supervisor rates an approved case."""
    domains: Mapping[str, Domain]
    competencies: Mapping[str, Competency]
    categories: Mapping[str, Category]
    requirements: Mapping[str, Requirement]
    vocabularies: Mapping[str, Vocabulary]
    complications: Mapping[str, Complication]
    field_groups: Mapping[str, FieldGroup]
    procedures: Mapping[str, Procedure]
    """Encounters and examinations too."""
    forms: Mapping[str, AssessmentForm]
    offers: Opportunities
    """Rotations, activities, credentials and tests."""
    learning_curves: Mapping[str, CurveRule]
    """What counts as a failure, for the procedures that each names."""

    @classmethod
    def from_document(cls, document: Mapping[str, object]) -> "Curriculum":
        """Read a parsed document; CurriculumError names the first place that is wrong."""
        said = sha256(repr(document).encode()).digest()
        read = _READ.get(said) or cls._from(Node(document))
        _READ[said] = read
        for oldest in list(_READ)[:-READ_AT_ONCE]:
            _READ.pop(oldest, None)  # another thread may have been quicker
        return read

    @classmethod
    def _from(cls, root: Node) -> "Curriculum":
        sources, scales, domains, competencies = read_frame(root)
        shelf = read_shelf(root, sources, competencies)
        forms = root.at("forms").by_id(partial(read_form, scales=scales))
        asked = root.at("requirements")
        offers = read_opportunities(root, competencies, shelf.categories, sources)
        names = (shelf.categories, competencies, scales, domains, sources, forms, offers)
        named = Known(*names, read_roles(root.at("counting_roles")))
        return cls(
            id=root.at("id").string(),
            edition=root.at("edition").string(),
            title=root.at("title").text(),
            length_months=root.at("length").at("months").positive(),
            length_sources=root.at("length").at("sources").all_of(sources, "source"),
            notice=root.at("notice").text(),
            sources=sources,
            scales=scales,
            case_scale=scales[root.at("case_scale").one_of(scales, "scale")],
            domains=domains,
            competencies=competencies,
            categories=shelf.categories,
            requirements=with_evidence_of(competencies, read_requirements(asked, named)),
            vocabularies=shelf.vocabularies,
            complications=read_complications(root, sources),
            field_groups=shelf.groups,
            procedures=read_procedures(root, shelf),
            forms=forms,
            offers=offers,
            learning_curves=read_curves(root, shelf),
        )

    def search(self, text: str, language: str) -> list[Procedure]:
        """Procedures for what has been typed so far, the likeliest first."""
        return search(self.procedures.values(), text, language)

    def counts(self, procedure: str) -> bool:
        """Whether cases of this procedure count anywhere; of an unknown one they do not."""
        known = self.procedures.get(procedure)
        return known is not None and known.counts

    def curve_rule(self, procedure: str) -> CurveRule | None:
        """What counts as a failure of this procedure; None where nothing of it has a curve."""
        known = self.procedures.get(procedure)
        return None if known is None else rule_for(self.learning_curves, known)

    def with_confirmations(self, confirmations: Mapping[str, Confirmation]) -> "Curriculum":
        """The same curriculum, with these figures confirmed, by requirement id."""
        unknown = confirmations.keys() - self.requirements.keys()
        if unknown:
            what = say("unknown requirement '%(name)s'", name=min(unknown))
            raise CurriculumError("confirmations", what)
        confirmed = {
            name: replace(self.requirements[name], figure=replace(figure, confirmation=word))
            for name, word in confirmations.items()
            if (figure := self.requirements[name].figure) is not None
        }
        return replace(self, requirements={**self.requirements, **confirmed})


READ_AT_ONCE = 8
"""Half a megabyte each; every change of a draft makes a new one."""
_READ: dict[bytes, Curriculum] = {}
"""What was read last, by the words it was read from: many programs teach by the same edition, and
a draft is looked at far more often than it is changed. A curriculum never changes: it is shared."""
