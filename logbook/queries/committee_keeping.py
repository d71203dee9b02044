"""The evidence about a fellow as plain values, to be kept with what was decided."""

from typing import Any

from logbook.domain.messages_kept import kept_message
from logbook.queries.committee_file import FellowFile
from logbook.queries.forecast_page import ForecastRow
from logbook.queries.progress import RequirementLine
from logbook.queries.sign_offs import FellowCompetency

FORM = 1
"""Of what is kept. Another one is read by another function; this one stays."""

Plain = dict[str, Any]


def as_kept(file: FellowFile) -> Plain:
    """All that the page shows, as plain values that can be sealed: codes and whole numbers."""
    enrolled = file.progress.enrolled
    return {
        "form": FORM,
        "version": str(enrolled.version_id),
        "training": [enrolled.starts_on.isoformat(), enrolled.ends_on.isoformat()],
        "lines": [_line(line) for line in file.progress.lines],
        "gaps": [
            [one.line.requirement.id, kept_message(one.there), kept_message(one.step)]
            for one in file.gaps
        ],
        "forecast": [_outlook(row) for row in file.forecast.rows],
        "competencies": [_competency(file, one) for one in file.competencies],
        "feedback": [_words(one) for one in file.feedback],
        "credentials": [
            [str(one.id), one.kind, one.expires_on.isoformat() if one.expires_on else None]
            for one in file.credentials
        ],
        "rounds": [
            [str(one.id), one.form, one.closed_at.isoformat(), one.answered, one.released]
            for one in file.rounds
        ],
        "reviews": [[one.reviewed_on.isoformat(), dict(one.levels)] for one in file.reviews[:2]],
        "own": [[one.rated_on.isoformat(), dict(one.levels), one.words] for one in file.own[:1]],
    }


def _line(line: RequirementLine) -> list[Any]:
    return [line.requirement.id, line.credit, line.required, line.standing.value]


def _outlook(row: ForecastRow) -> list[Any]:
    """The probability as a text: what is sealed holds no floats."""
    one = row.outlook
    chance = None if one.probability is None else f"{one.probability:.4f}"
    said = [row.line.requirement.id, one.kind.value, one.have, one.wanted, chance]
    expected_on = one.expected_on.isoformat() if one.expected_on else None
    return [*said, one.least, one.most, expected_on, kept_message(one.why)]


def _competency(file: FellowFile, one: FellowCompetency) -> Plain:
    line = one.stands or one.on_its_way or one.last
    return {
        "id": one.competency.id,
        "sign_off": [str(line.id), line.state.value, line.level, line.committee] if line else None,
        "holds": bool(one.stands and one.stands.holds),
        "months": [
            [month.first_day.isoformat(), dict(sorted(month.counts.items()))]
            for month in file.months[one.competency.id]
        ],
    }


def _words(one: Any) -> list[Any]:
    said = [str(one.id), one.happened_on.isoformat(), one.assessor, one.competency]
    return [*said, one.level, one.went_well, one.next_step]
