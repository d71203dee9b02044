"""Readings in words. Beside the labels of the house: some codes mean other things elsewhere."""

from collections.abc import Callable
from enum import Enum

from flask import Flask
from flask_babel import gettext

from logbook.domain.readings import Page, Why

WORDS: dict[Enum, Callable[[], str]] = {
    Page.PROGRESS: lambda: gettext("Progress, and what is missing"),
    Page.CASE: lambda: gettext("A case"),
    Page.QUEUE: lambda: gettext("Cases waiting for an answer"),
    Page.ASSESSMENT: lambda: gettext("An assessment"),
    Page.ITEM: lambda: gettext("Portfolio"),
    Page.COMPETENCIES: lambda: gettext("Competencies with their evidence"),
    Page.SIGN_OFF: lambda: gettext("Sign-off of a competency"),
    Page.CREDENTIAL: lambda: gettext("A credential"),
    Page.TIME: lambda: gettext("Rotations and leave"),
    Page.ROUND: lambda: gettext("A round of feedback"),
    Page.RESULTS: lambda: gettext("Tests and teaching"),
    Page.MILESTONES: lambda: gettext("Milestones"),
    Page.PACKET: lambda: gettext("Papers for a meeting of the committee"),
    Page.EXPORT: lambda: gettext("The log of cases, as a file"),
    Why.ASKED: lambda: gettext("daily work: it was sent to them, or they supervise"),
    Why.OVERSEES: lambda: gettext("answers for the program, or audits it"),
}


def told(code: Page | Why) -> str:
    return WORDS[code]()


def set_up(app: Flask) -> None:
    app.add_template_filter(told, "reading")
