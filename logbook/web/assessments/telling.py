"""An assessment in words: what was asked, and what both sides said."""

from flask import Flask
from flask_babel import format_date, gettext, ngettext

from logbook.domain.assessment_content import overall_levels
from logbook.domain.curriculum import Curriculum
from logbook.domain.forms import FormItem, ItemKind, Purpose
from logbook.queries.assessments import AssessmentView
from logbook.web.approval.facts import Fact
from logbook.web.words import language, profession_label


def set_up(app: Flask) -> None:
    app.add_template_filter(subject_of, "assessment_subject")


def title_of(one: AssessmentView) -> str:
    return one.form_data.name.in_(language())


def short_of(one: AssessmentView) -> str:
    return one.form_data.short.in_(language())


def subject_of(one: AssessmentView) -> str:
    """The procedure of its case, or what was typed, or the competency."""
    if one.procedure is not None:
        return procedure_in_words(one.curriculum, one.procedure)
    return one.context or competency_in_words(one.curriculum, one.competency)


def procedure_in_words(curriculum: Curriculum, code: str) -> str:
    known = curriculum.procedures.get(code)
    return known.short.in_(language()) if known else code


def competency_in_words(curriculum: Curriculum, code: str) -> str:
    known = curriculum.competencies[code]
    return f"{known.code} · {known.name.in_(language())}"


def purpose_in_words(purpose: Purpose) -> str:
    if purpose is Purpose.SUMMATIVE:
        return gettext("Summative: stands in a decision")
    return gettext("Formative: to learn from")


def age_in_words(one: AssessmentView) -> str:
    """How long ago it was, while nobody has said anything about it."""
    if one.age_days <= 0:
        return gettext("seen today")
    return ngettext("seen %(num)s day ago", "seen %(num)s days ago", one.age_days)


def about(one: AssessmentView) -> list[Fact]:
    return [
        (gettext("Fellow"), one.fellow),
        (gettext("Assessor"), f"{one.assessor}, {profession_label(_discipline(one))}"),
        (gettext("Date"), format_date(one.happened_on, "medium")),
        (gettext("About"), subject_of(one)),
        (gettext("Competency"), competency_in_words(one.curriculum, one.competency)),
        (gettext("Kind"), purpose_in_words(one.purpose)),
    ]


def _discipline(one: AssessmentView) -> str:
    return one.discipline or one.assessor_profession


def judged(one: AssessmentView) -> list[tuple[str, str, str]]:
    """Question, the assessor's answer, the fellow's; only what the reader may know."""
    own = one.own or {}
    rows = [
        (
            item.label.in_(language()),
            answer_in_words(item, one.items.get(item.id), one.curriculum),
            answer_in_words(item, own.get(item.id), one.curriculum),
        )
        for item in one.form_data.items
    ]
    if one.form_data.scale is not None:
        scale = one.curriculum.scales[one.form_data.scale]
        rows.append(
            (
                scale.name.in_(language()),
                level_in_words(one, one.level),
                level_in_words(one, own.get("level")),
            )
        )
    return [row for row in rows if row[1] or row[2]]


def level_in_words(one: AssessmentView, code: str | None) -> str:
    """`3 · Act with the supervisor quickly available`."""
    levels = {level.code: level for level in overall_levels(one.form_data, one.curriculum)}
    if code is None or code not in levels:
        return code or ""
    label = levels[code].label.in_(language())
    return f"{code} · {label}" if levels[code].order else label


def answer_in_words(item: FormItem, answer: str | None, curriculum: Curriculum) -> str:
    if not answer or item.kind is ItemKind.TEXT:
        return answer or ""
    if item.kind is ItemKind.CHOICE:
        labels = {choice.code: choice.label for choice in item.choices}
        return labels[answer].in_(language()) if answer in labels else answer
    level = curriculum.scales[item.scale].level(answer) if item.scale else None
    return level.label.in_(language()) if level else answer
