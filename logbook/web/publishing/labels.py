"""The words of editions compared: shelves, turns, and the kinds of things."""

from flask_babel import gettext

from logbook.domain.catalogue import CaseKind, FieldKind
from logbook.domain.changes import Shelf
from logbook.domain.curriculum_effect import Turn
from logbook.domain.forms import ItemKind
from logbook.domain.opportunities import Measure
from logbook.domain.requirements import RequirementKind
from logbook.web.words import LABELS

LABELS.update(
    {
        Shelf.FRAME: lambda: gettext("The curriculum itself"),
        Shelf.REQUIREMENTS: lambda: gettext("Requirements"),
        Shelf.COMPETENCIES: lambda: gettext("Competencies"),
        Shelf.CATEGORIES: lambda: gettext("Categories"),
        Shelf.PROCEDURES: lambda: gettext("Catalogue of what can be logged"),
        Shelf.FIELDS: lambda: gettext("What may be said of a case"),
        Shelf.CURVES: lambda: gettext("Learning curves"),
        Shelf.FORMS: lambda: gettext("Forms of assessment"),
        Shelf.SCALES: lambda: gettext("Scales"),
        Shelf.ROTATIONS: lambda: gettext("Rotations"),
        Shelf.ACTIVITIES: lambda: gettext("Activities"),
        Shelf.CREDENTIALS: lambda: gettext("Credentials"),
        Shelf.TESTS: lambda: gettext("Tests"),
        Shelf.DOMAINS: lambda: gettext("Domains"),
        Shelf.SOURCES: lambda: gettext("Sources"),
        Turn.NEWLY_MISSING: lambda: gettext("Newly missing"),
        Turn.LOST: lambda: gettext("Lost with its credit"),
        Turn.NEWLY_MET: lambda: gettext("Newly met"),
        Turn.CHANGED: lambda: gettext("Another number"),
        Turn.GONE: lambda: gettext("No longer asked for"),
        Turn.SAME: lambda: gettext("As before"),
        RequirementKind.PROCEDURES: lambda: gettext("number of procedures"),
        RequirementKind.PATIENTS: lambda: gettext("number of patients"),
        RequirementKind.EXAMS: lambda: gettext("number of examinations"),
        RequirementKind.DISTINCT_SUPERVISORS: lambda: gettext("different supervisors"),
        RequirementKind.RECENCY: lambda: gettext("cases of late"),
        RequirementKind.ROTATION: lambda: gettext("weeks on a rotation"),
        RequirementKind.EXPOSURE: lambda: gettext("different rotations"),
        RequirementKind.SESSIONS: lambda: gettext("sessions"),
        RequirementKind.HOURS: lambda: gettext("hours"),
        RequirementKind.ASSESSMENTS: lambda: gettext("assessments"),
        RequirementKind.ENTRUSTMENT: lambda: gettext("pattern of entrustment"),
        RequirementKind.FEEDBACK_ROUND: lambda: gettext("rounds of feedback"),
        RequirementKind.CREDENTIAL: lambda: gettext("valid credential"),
        RequirementKind.TEST: lambda: gettext("test that is passed"),
        RequirementKind.PORTFOLIO: lambda: gettext("items of the portfolio"),
        RequirementKind.MILESTONE: lambda: gettext("milestone"),
        RequirementKind.GROUP: lambda: gettext("several requirements"),
        CaseKind.PROCEDURE: lambda: gettext("procedure"),
        CaseKind.PATIENT: lambda: gettext("patient"),
        CaseKind.EXAM: lambda: gettext("examination"),
        FieldKind.CHOICE: lambda: gettext("one choice"),
        FieldKind.CHOICES: lambda: gettext("several choices"),
        FieldKind.INTEGER: lambda: gettext("whole number"),
        FieldKind.DECIMAL: lambda: gettext("number"),
        FieldKind.TEXT: lambda: gettext("text"),
        ItemKind.LEVEL: lambda: gettext("level of a scale"),
        ItemKind.CHOICE: lambda: gettext("one choice"),
        ItemKind.TEXT: lambda: gettext("text"),
        Measure.HOURS: lambda: gettext("hours"),
        Measure.ITEMS: lambda: gettext("items"),
    }
)
