"""What a supervisor says to a case. Several such forms stand on one page, so each has a prefix."""

import json
from typing import Any, Self
from uuid import UUID

from flask_babel import gettext, lazy_gettext
from wtforms import HiddenField, IntegerField, RadioField, SelectField, StringField
from wtforms.validators import InputRequired, Length
from wtforms.widgets import HiddenInput

from logbook.domain.catalogue import CaseRole
from logbook.domain.curriculum import Curriculum
from logbook.queries.approval_queue import WaitingCase
from logbook.services.approval import WORDS_LENGTH
from logbook.web.approval.facts import Fact, all_shown
from logbook.web.approval.ids import ids_of
from logbook.web.forms import Form, choices
from logbook.web.identifiers.guarded import GUARDED
from logbook.web.words import language

SEEN_LENGTH = 20_000


class AnswerForm(Form):
    """An answer to one revision of a case, with what the page showed of it. The token against
    forged requests is the page's: it is checked before any view."""

    revision = IntegerField(widget=HiddenInput(), validators=[InputRequired()])
    seen = HiddenField(validators=[Length(max=SEEN_LENGTH)])

    def __init__(self, case: WaitingCase, **kwargs: Any) -> None:
        super().__init__(prefix=prefix_of(case.id, type(self)), meta={"csrf": False}, **kwargs)

    @classmethod
    def blank(cls, case: WaitingCase) -> Self:
        """As it stands on a page that shows this revision of the case."""
        form = cls(case, formdata=None)
        form.show(case)
        return form

    @classmethod
    def name_of(cls, field: str, case_id: UUID) -> str:
        """Under which name a field of this form comes back."""
        return f"{prefix_of(case_id, cls)}{field}"

    def show(self, case: WaitingCase) -> None:
        """Let it answer the case as it is now; what was typed stays."""
        self.revision.data = case.revision
        self.revision.raw_data = None
        self.seen.data = json.dumps(all_shown(case), ensure_ascii=False)

    def is_about(self, case: WaitingCase) -> bool:
        """Whether the page showed the case as it is now."""
        return bool(self.revision.data == case.revision)

    def seen_facts(self) -> list[Fact]:
        """What the page had shown, as it says itself; nothing if that cannot be read."""
        try:
            pairs = json.loads(self.seen.data or "[]")
            return [(str(label), str(value)) for label, value in pairs]
        except (ValueError, TypeError):
            return []


class ApproveForm(AnswerForm):
    together = HiddenField()
    """The confirmation from the room that the page showed; empty for none."""
    role = RadioField(
        lazy_gettext("Role, as you saw it"),
        validators=[InputRequired(lazy_gettext("State the role as you saw it."))],
    )
    level = RadioField(
        lazy_gettext("Entrustment next time"),
        validators=[InputRequired(lazy_gettext("Choose a level."))],
    )
    words = StringField(
        lazy_gettext("One line of feedback"), [GUARDED], render_kw={"maxlength": WORDS_LENGTH}
    )

    def __init__(self, case: WaitingCase, **kwargs: Any) -> None:
        super().__init__(case, **kwargs)
        self.role.choices = role_choices(case.curriculum)
        self.level.choices = level_choices(case.curriculum)

    def show(self, case: WaitingCase) -> None:
        super().show(case)
        self.together.data = str(case.seen.id) if case.seen else ""

    def is_about(self, case: WaitingCase) -> bool:
        return super().is_about(case) and self.seen_id == (case.seen.id if case.seen else None)

    @property
    def seen_id(self) -> UUID | None:
        """What is none of ours is none that the page showed."""
        found = ids_of([self.together.data or ""])
        return found[0] if found else None

    @property
    def stated(self) -> CaseRole:
        """The role, once the form is found valid."""
        return CaseRole(self.role.data)


class ReturnForm(AnswerForm):
    words = StringField(
        lazy_gettext("What is to be changed"),
        validators=[InputRequired(lazy_gettext("Say what is to be changed.")), GUARDED],
        render_kw={"maxlength": WORDS_LENGTH},
    )


class NotObservedForm(AnswerForm):
    pass


class SetAllForm(Form):
    """The same role or level for all the cases of the page, before each is looked at again."""

    role = SelectField(lazy_gettext("Role for all"))
    level = SelectField(lazy_gettext("Level for all"))

    def __init__(self, curriculum: Curriculum) -> None:
        super().__init__(prefix="all-", meta={"csrf": False})
        none = gettext("As chosen below")
        self.role.choices = choices(role_pairs(curriculum), empty=none)
        self.level.choices = choices(
            [(code, f"{code} · {label}") for code, label in level_notes(curriculum).items()],
            empty=none,
        )


PREFIXES: dict[type[AnswerForm], str] = {
    ApproveForm: "approve",
    ReturnForm: "return",
    NotObservedForm: "unseen",
}


def prefix_of(case_id: UUID, kind: type[AnswerForm]) -> str:
    return f"{PREFIXES[kind]}-{case_id.hex}-"


def role_pairs(curriculum: Curriculum) -> list[tuple[str, str]]:
    roles = curriculum.vocabularies["roles"]
    return [(code, choice.label.in_(language())) for code, choice in roles.items()]


def role_choices(curriculum: Curriculum) -> list[Any]:
    return choices(role_pairs(curriculum))


def level_choices(curriculum: Curriculum) -> list[Any]:
    return choices((level.code, level.code) for level in curriculum.case_scale.levels)


def level_notes(curriculum: Curriculum) -> dict[str, str]:
    """What each level means, by code."""
    return {level.code: level.label.in_(language()) for level in curriculum.case_scale.levels}
