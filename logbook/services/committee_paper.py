"""What the packet of a meeting says about one fellow, on paper and in the workbook: the same
numbers as on the page, since all three are read from one file of the fellow."""

from collections.abc import Sequence

from logbook.domain.decisions import Message, say
from logbook.queries.committee_board import Item
from logbook.queries.committee_kept import File, FileThen
from logbook.services.committee_rows import (
    Row,
    Teller,
    competency_rows,
    feedback_rows,
    forecast_rows,
    lines_of,
    milestone_rows,
    plan_rows,
    sheets_of,
    standing_words,
)


def told(teller: Teller, item: Item, file: File) -> dict[str, object]:
    """One fellow: sections for the paper, and rows for each sheet of the workbook."""
    made = (_progress, _forecast, _milestones, _competencies, _gaps, _feedback, _credentials)
    sections = [one for make in (*made, _rounds, _decisions, _plans) if (one := make(teller, file))]
    return {
        "title": item.fellow,
        "lines": _lines(teller, file),
        "sections": sections,
        "sheets": sheets_of(teller, item, file),
    }


def _lines(teller: Teller, file: File) -> list[str]:
    """The sums of the fellow, and of which day they are."""
    sums = say(
        "%(met)s of %(asked)s requirements met, %(behind)s competencies behind pace,"
        " %(signed)s of %(all)s competencies signed. Training ends %(day)s.",
        met=file.met,
        asked=file.asked,
        behind=file.behind,
        signed=file.signed,
        all=len(file.competencies),
        day=teller.word(file.progress.enrolled.ends_on),
    )
    lines = [teller.speak(sums)]
    if isinstance(file, FileThen):
        day = teller.word(file.kept_at.date())
        lines.append(teller.speak(say("The evidence as it stood on %(day)s.", day=day)))
    return lines


def _table(
    teller: Teller, title: Message, head: Sequence[Message], widths: Sequence[int], rows: list[Row]
) -> dict[str, object]:
    if not rows:
        return {}
    said = [[str(cell) for cell in row] for row in rows]
    words = [teller.speak(word) for word in head]
    return {"title": teller.speak(title), "head": words, "widths": list(widths), "rows": said}


def _told_list(teller: Teller, title: Message, entries: list[tuple[str, str]]) -> dict[str, object]:
    if not entries:
        return {}
    return {
        "title": teller.speak(title),
        "entries": [{"label": label, "text": text} for label, text in entries],
    }


def _progress(teller: Teller, file: File) -> dict[str, object]:
    rows: list[Row] = [
        [
            code,
            line.requirement.name.in_(teller.language),
            line.credit,
            "" if line.required is None else line.required,
            teller.speak(standing_words(line)),
        ]
        for code, line in lines_of(file)
    ]
    head = (say("Competency"), say("Requirement"), say("Credited"), say("Asked"), say("Standing"))
    return _table(teller, say("Progress"), head, (2, 7, 2, 2, 3), rows)


def _forecast(teller: Teller, file: File) -> dict[str, object]:
    """Those at risk; the workbook has the others too."""
    head = (
        say("Requirement"),
        say("Credited"),
        say("Asked"),
        say("By the end, percent"),
        say("Why"),
    )
    at_risk = {row.line.requirement.id for row in file.forecast.at_risk}
    rows: list[Row] = [row[1:] for row in forecast_rows(teller, file) if row[0] in at_risk]
    return _table(teller, say("Forecast: at risk"), head, (6, 2, 2, 2, 7), rows)


def _milestones(teller: Teller, file: File) -> dict[str, object]:
    if not file.reviews and not file.own:
        return {}
    head = (
        say("Subcompetency"),
        say("Before the last"),
        say("Last"),
        say("Own rating"),
        say("Aimed for"),
    )
    rows = milestone_rows(teller, file)
    return _table(teller, say("Milestones"), head, (8, 3, 2, 3, 3), rows)


def _competencies(teller: Teller, file: File) -> dict[str, object]:
    head = (
        say("Competency"),
        say("Target"),
        say("Signed at"),
        say("Sign-off"),
        say("Levels seen, by month"),
    )
    rows = competency_rows(teller, file)
    return _table(teller, say("Competencies"), head, (6, 2, 2, 4, 7), rows)


def _gaps(teller: Teller, file: File) -> dict[str, object]:
    return _told_list(
        teller,
        say("What is missing, the most pressing first"),
        [
            (
                one.line.requirement.name.in_(teller.language),
                f"{teller.speak(one.there)} {teller.speak(one.step)}",
            )
            for one in file.gaps
        ],
    )


def _feedback(teller: Teller, file: File) -> dict[str, object]:
    rows = feedback_rows(teller, file)
    entries = [
        (f"{row[0]} · {row[1]} · {row[2]}", " ".join(str(part) for part in row[3:] if part))
        for row in rows
    ]
    return _told_list(teller, say("Words of assessors, the newest first"), entries)


def _credentials(teller: Teller, file: File) -> dict[str, object]:
    kinds = file.curriculum.offers.credentials
    rows: list[Row] = [
        [
            kinds[one.kind].name.in_(teller.language) if one.kind in kinds else one.kind,
            teller.word(one.expires_on),
        ]
        for one in file.credentials
    ]
    head = (say("Credential"), say("Ends"))
    return _table(teller, say("Credentials that lapse"), head, (7, 3), rows)


def _rounds(teller: Teller, file: File) -> dict[str, object]:
    rows: list[Row] = [
        [
            file.curriculum.forms[one.form].name.in_(teller.language),
            teller.word(one.closed_at.date()),
            one.answered,
        ]
        for one in file.rounds
    ]
    head = (say("Form"), say("Closed"), say("Raters"))
    return _table(teller, say("Feedback from many"), head, (7, 3, 2), rows)


def _decisions(teller: Teller, file: File) -> dict[str, object]:
    return _told_list(
        teller,
        say("Decisions of the committee"),
        [
            (f"{teller.word(one.held_on)} · {teller.word(one.outcome)}", one.words)
            for one in file.decisions
        ],
    )


def _plans(teller: Teller, file: File) -> dict[str, object]:
    head = (say("Plan"), say("Who sees to it"), say("Until"), say("State"))
    return _table(teller, say("Plans"), head, (8, 4, 3, 2), plan_rows(teller, file))
