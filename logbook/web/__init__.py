"""The web floor: translates requests into use cases and queries, and their answers into pages."""

from flask import Flask

from logbook.web import (
    as_file,
    charts,
    charts_curves,
    clock_back,
    cookie,
    current,
    errors,
    filters,
    guard,
    headers,
    icons,
    in_the_room,
    page,
    reads,
    standing,
    tags,
    ways,
    words,
)
from logbook.web.administration.institutions import bp as naming
from logbook.web.administration.views import bp as administration
from logbook.web.approval.views import bp as approval
from logbook.web.assessments import telling as assessments_telling
from logbook.web.assessments.views import bp as assessments
from logbook.web.assets import views as assets
from logbook.web.audit.views import bp as audit
from logbook.web.calendars.views import bp as calendars
from logbook.web.cases.views import bp as cases
from logbook.web.certificates.views import bp as certificates
from logbook.web.cohort.views import bp as cohort
from logbook.web.committee import telling as committee_telling
from logbook.web.committee.views import bp as committee
from logbook.web.credentials.views import bp as credentials
from logbook.web.curriculum.views import bp as curriculum
from logbook.web.curves.views import bp as curves
from logbook.web.drafts.views import bp as drafts
from logbook.web.exchange.views import bp as exchange
from logbook.web.expected.views import bp as expected
from logbook.web.follow_ups.views import bp as follow_ups
from logbook.web.forecast.views import bp as forecast
from logbook.web.home.views import bp as home
from logbook.web.hospital import telling as hospital_telling
from logbook.web.hospital.views import bp as hospital
from logbook.web.identifiers import hearing as identifiers_hearing
from logbook.web.identifiers import telling as identifiers_telling
from logbook.web.identifiers.views import bp as identifiers
from logbook.web.identity.account import bp as account
from logbook.web.identity.confirming import bp as confirming
from logbook.web.identity.passkeys import bp as passkeys
from logbook.web.identity.second_factor import bp as second_factor
from logbook.web.identity.views import bp as identity
from logbook.web.institutions.views import bp as institutions
from logbook.web.mirror.views import bp as mirror
from logbook.web.offline.views import bp as offline
from logbook.web.opportunity.views import bp as opportunity
from logbook.web.own_record import telling as readings_telling
from logbook.web.own_record.views import bp as own_record
from logbook.web.portfolio.views import bp as portfolio
from logbook.web.programs.privileges import bp as programs
from logbook.web.publishing.views import bp as publishing
from logbook.web.readiness.views import bp as readiness
from logbook.web.reminders.views import bp as reminders
from logbook.web.rotations.views import bp as rotations
from logbook.web.rounds.views import bp as rounds
from logbook.web.seen_together.views import bp as seen_together
from logbook.web.sign_offs import telling as sign_offs_telling
from logbook.web.sign_offs.views import bp as sign_offs
from logbook.web.suggestions.views import bp as suggestions
from logbook.web.teaching.views import bp as teaching
from logbook.web.teaching_log.views import bp as teaching_log
from logbook.web.tokens.views import bp as tokens
from logbook.web.webhooks.views import bp as webhooks
from logbook.web.year.views import bp as year

ROOMS = (
    home,
    identity,
    account,
    confirming,
    second_factor,
    passkeys,
    tokens,
    webhooks,
    administration,
    naming,
    institutions,
    programs,
    readiness,
    year,
    forecast,
    rotations,
    reminders,
    calendars,
    rounds,
    credentials,
    curriculum,
    drafts,
    publishing,
    cases,
    approval,
    assessments,
    portfolio,
    teaching,
    sign_offs,
    certificates,
    seen_together,
    cohort,
    curves,
    opportunity,
    committee,
    teaching_log,
    mirror,
    exchange,
    hospital,
    suggestions,
    expected,
    follow_ups,
    own_record,
    audit,
    identifiers,
    offline,
)


PARTS = (
    cookie,
    current,
    guard,
    errors,
    headers,
    words,
    page,
    assets,
    icons,
    charts,
    charts_curves,
    clock_back,
    filters,
    in_the_room,
    standing,
    tags,
    ways,
    assessments_telling,
    committee_telling,
    as_file,
    identifiers_hearing,
    identifiers_telling,
    hospital_telling,
    reads,
    readings_telling,
    sign_offs_telling,
)
"""What pages need beside their rooms, in the order in which it is set up."""


def set_up(app: Flask) -> None:
    for part in PARTS:
        part.set_up(app)
    for room in ROOMS:
        app.register_blueprint(room)
