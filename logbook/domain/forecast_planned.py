"""What is told of what no rate brings: what is planned, or that it is not forecast."""

from datetime import date

from logbook.domain.days import day_after
from logbook.domain.decisions import Message, say
from logbook.domain.forecast_records import FellowRecord
from logbook.domain.outlook import Outlook, OutlookKind
from logbook.domain.requirements import Requirement
from logbook.domain.rules import Exposure, TimeOnRotation
from logbook.domain.rules_of_judgement import CredentialValid
from logbook.domain.tally import Tally


def not_forecast(fellow: FellowRecord, wanted: Requirement, today: date) -> Outlook:
    """Without a number that would be made up."""
    tally = fellow.sums.get(wanted.id, Tally())
    have, figure = wanted.credit(tally, today), wanted.required or 0
    if isinstance(wanted.rule, TimeOnRotation | Exposure | CredentialValid):
        end = day_after(fellow.time.ends_on)
        if isinstance(wanted.rule, CredentialValid):
            end = fellow.time.ends_on
        then = wanted.credit(tally, end)
        return Outlook(
            OutlookKind.PLANNED, have, figure, least=then, most=then, why=_planned(wanted, then)
        )
    why = None
    if have < figure:
        why = say("It is not forecast: it is done once, or arranged.")
    return Outlook(OutlookKind.NONE, have, figure, why=why)


def of_a_group(met: int, wanted: Requirement) -> Outlook:
    """Its parts are forecast, each by itself: how they hang together is not known."""
    figure = wanted.required or 0
    why = None if met >= figure else say("It is not forecast by itself; see its parts.")
    return Outlook(OutlookKind.NONE, met, figure, why=why)


def _planned(wanted: Requirement, then: int) -> Message:
    figure = wanted.required or 0
    if isinstance(wanted.rule, CredentialValid):
        if then >= figure:
            return say("On file: it is good until the training ends.")
        return say("Nothing on file is good on the last day of the training.")
    if then >= figure:
        return say("Planned: the rotations bring %(then)s of %(figure)s.", then=then, figure=figure)
    return say(
        "The rotations that are planned bring only %(then)s of %(figure)s.",
        then=then,
        figure=figure,
    )
