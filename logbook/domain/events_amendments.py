"""What can happen when something signed is corrected: another takes its place."""

from uuid import UUID

from logbook.domain.events import Event, event


@event("case.amendment_begun")
class CaseAmendmentBegun(Event):
    """Subject: the new case."""

    amends_id: UUID


@event("case.amended")
class CaseAmended(Event):
    """Subject: the case that counts no longer; the other has just been approved."""

    amended_by_id: UUID


@event("case.put_back")
class CasePutBack(Event):
    """Subject: the case that counts again; the approval of the other was taken back."""

    amended_by_id: UUID


@event("assessment.amendment_signed")
class AssessmentAmendmentSigned(Event):
    """Subject: the new assessment, which counts from now on."""

    amends_id: UUID
    form: str
    discipline: str


@event("assessment.amended")
class AssessmentAmended(Event):
    """Subject: the assessment that counts no longer; the other has just been signed."""

    amended_by_id: UUID
