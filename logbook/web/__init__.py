"""The web floor: translates requests into use cases and queries, and their answers into pages."""

from flask import Flask

from logbook.web import (
    charts,
    current,
    errors,
    filters,
    guard,
    headers,
    icons,
    page,
    standing,
    tags,
    ways,
    words,
)
from logbook.web.administration.views import bp as administration
from logbook.web.approval.views import bp as approval
from logbook.web.assessments import telling as assessments_telling
from logbook.web.assessments.views import bp as assessments
from logbook.web.assets import views as assets
from logbook.web.audit.views import bp as audit
from logbook.web.cases.views import bp as cases
from logbook.web.cohort.views import bp as cohort
from logbook.web.credentials.views import bp as credentials
from logbook.web.curriculum.views import bp as curriculum
from logbook.web.exchange.views import bp as exchange
from logbook.web.home.views import bp as home
from logbook.web.identity.account import bp as account
from logbook.web.identity.views import bp as identity
from logbook.web.portfolio.views import bp as portfolio
from logbook.web.programs.views import bp as programs
from logbook.web.readiness.views import bp as readiness
from logbook.web.reminders.views import bp as reminders
from logbook.web.rounds.views import bp as rounds
from logbook.web.teaching_log.views import bp as teaching_log

ROOMS = (
    home,
    identity,
    account,
    administration,
    programs,
    readiness,
    reminders,
    rounds,
    credentials,
    curriculum,
    cases,
    approval,
    assessments,
    portfolio,
    cohort,
    teaching_log,
    exchange,
    audit,
)


def set_up(app: Flask) -> None:
    for part in (
        current,
        guard,
        errors,
        headers,
        words,
        page,
        assets,
        icons,
        charts,
        filters,
        standing,
        tags,
        ways,
        assessments_telling,
    ):
        part.set_up(app)
    for room in ROOMS:
        app.register_blueprint(room)
