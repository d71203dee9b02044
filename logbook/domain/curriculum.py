"""A curriculum version: what is to be learned, what shows it, and where each figure comes from."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial

from logbook.domain.catalogue import Category, Complication, FieldGroup, Procedure, Vocabulary
from logbook.domain.catalogue_document import read_complication, read_procedures, read_shelf
from logbook.domain.competencies import Competency, Domain, Level, Scale, Source, Target
from logbook.domain.curriculum_document import (
    read_competencies,
    read_domain,
    read_requirements,
    read_scale,
    read_source,
)
from logbook.domain.document import CurriculumError, Node, Text
from logbook.domain.requirements import (
    Confirmation,
    CountUnit,
    Evidence,
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
    "Evidence",
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

    @classmethod
    def from_document(cls, document: Mapping[str, object]) -> "Curriculum":
        """Read a parsed document; CurriculumError names the first place that is wrong."""
        root = Node(document)
        sources = root.at("sources").by_id(read_source)
        scales = root.at("scales").by_id(partial(read_scale, sources=sources))
        domains = root.at("domains").by_id(partial(read_domain, sources=sources))
        competencies = read_competencies(root.at("competencies"), domains, scales, sources)
        shelf = read_shelf(root, sources, competencies)
        known = partial(Node.all_of, known=sources, what="source")
        return cls(
            id=root.at("id").string(),
            edition=root.at("edition").string(),
            title=root.at("title").text(),
            length_months=root.at("length").at("months").positive(),
            length_sources=known(root.at("length").at("sources")),
            notice=root.at("notice").text(),
            sources=sources,
            scales=scales,
            case_scale=scales[root.at("case_scale").one_of(scales, "scale")],
            domains=domains,
            competencies=competencies,
            categories=shelf.categories,
            requirements=read_requirements(root, shelf.categories, competencies, sources),
            vocabularies=shelf.vocabularies,
            complications=root.at("complications").by_id(
                partial(read_complication, sources=sources)
            ),
            field_groups=shelf.groups,
            procedures=read_procedures(root, shelf),
        )

    def search(self, text: str, language: str) -> list[Procedure]:
        """Procedures for what has been typed so far, the likeliest first."""
        return search(self.procedures.values(), text, language)

    def counts(self, procedure: str) -> bool:
        """Whether cases of this procedure count anywhere; of an unknown one they do not."""
        known = self.procedures.get(procedure)
        return known is not None and known.counts

    def with_confirmations(self, confirmations: Mapping[str, Confirmation]) -> "Curriculum":
        """The same curriculum, with these figures confirmed, by requirement id."""
        unknown = confirmations.keys() - self.requirements.keys()
        if unknown:
            raise CurriculumError(f"confirmations: unknown requirement '{min(unknown)}'")
        confirmed = {
            name: replace(self.requirements[name], figure=replace(figure, confirmation=word))
            for name, word in confirmations.items()
            for figure in [self.requirements[name].figure]
        }
        return replace(self, requirements={**self.requirements, **confirmed})
