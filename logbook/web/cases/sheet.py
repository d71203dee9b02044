"""The sheet on which a case is entered: the form of its kind, and what stands beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from wtforms import SelectChoice

from logbook.domain.catalogue import Procedure
from logbook.domain.curriculum import Curriculum
from logbook.queries import programs
from logbook.queries.approval import Given
from logbook.queries.cases import CaseView, recent_supervisors
from logbook.services.refusals import Invalid
from logbook.web import current
from logbook.web.cases.forms import CaseForm, class_for, offer
from logbook.web.cases.prefill import Beginning
from logbook.web.forms import choices, show
from logbook.web.words import language


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the page of the form shows beside the form itself."""

    curriculum: Curriculum
    procedure: Procedure
    case_id: UUID
    today: date
    begun: Beginning | None = None
    editing: CaseView | None = None
    amending: CaseView | None = None
    """The approved case whose place this one is to take."""
    returned: Given | None = None
    """Why it came back: the answer that it is being changed for."""
    seen: bool = False
    """Confirmed in the room already, or not about today: no code is asked for."""

    @property
    def days(self) -> list[tuple[date, str]]:
        """The days that most cases are logged on."""
        return last_days(self.today)

    @property
    def copied_from(self) -> date | None:
        return self.begun.copied_from if self.begun else None

    @property
    def of_the_day(self) -> bool:
        return self.begun is not None and self.begun.of_the_day

    @property
    def can_be_draft(self) -> bool:
        """What has been handed in once is only ever handed in again."""
        return self.editing is None or self.editing.state == "draft"

    def action(self) -> str:
        """Where the form is sent to."""
        if self.amending is not None:
            old = self.amending.id
            return url_for("cases.propose", case_id=old, amendment_id=self.case_id)
        if self.editing is not None:
            return url_for("cases.edit", case_id=self.case_id)
        return url_for("cases.log", case_id=self.case_id)

    def kinds(self) -> Sequence[SelectChoice]:
        """What the case might have been instead."""
        spoken = language()
        named = ((one.id, one.name.in_(spoken)) for one in self.curriculum.procedures.values())
        return choices(sorted(named, key=lambda pair: pair[1]))

    def technique_copied(self, form: CaseForm) -> str:
        """What was copied and is folded away, in words."""
        copied = self.begun.copied if self.begun else {}
        return " · ".join(said for name, said in copied.items() if name not in form.open_names)

    def definitions(self) -> dict[str, str]:
        """When to tick a complication, by its code."""
        known = self.curriculum.complications.values()
        return {one.id: one.definition.in_(language()) for one in known}


def last_days(today: date) -> list[tuple[date, str]]:
    """Today and the two days before, each with its word."""
    said = (gettext("Today"), gettext("Yesterday"), gettext("Two days ago"))
    return [(today - timedelta(days=ago), word) for ago, word in enumerate(said)]


def form_for(sheet: Sheet, data: dict[str, object] | None = None) -> CaseForm:
    """The form of the sheet's kind: with these values, or with those that were sent."""
    kind = class_for(sheet.curriculum, sheet.procedure, language())
    return kind() if data is None else kind(formdata=None, data=data)


def shown(form: CaseForm, sheet: Sheet, code: int = 200) -> ResponseReturnValue:
    """The page of the form. Its choices are looked up only here: a case taken needs none."""
    offer(form, sheet.curriculum, language())
    offer_places(form)
    return render_template("cases/form.html", form=form, sheet=sheet), code


def offer_places(form: CaseForm) -> None:
    """Fill in whom one can ask, and where it can have been."""
    form.supervisor.choices = _supervisors()
    form.site.choices = choices(
        ((one.id, one.name) for one in programs.sites(current.actor())),
        empty=gettext("Not stated"),
    )


def again(sheet: Sheet, wrong: Invalid) -> ResponseReturnValue:
    """The form as it was sent, each complaint beside its field."""
    form = form_for(sheet)
    show(form, wrong)
    return shown(form, sheet, 422)


def _supervisors() -> list[SelectChoice]:
    """Whom one asked of late comes first, then everybody else by name."""
    actor = current.actor()
    known = {
        one.id: one.name
        for one in programs.supervisors(actor, current.today())
        if one.id != actor.id
    }
    recent = [one for one in recent_supervisors(actor) if one in known]
    others = [one for one in known if one not in recent]
    offered = choices([], empty=gettext("Choose"))
    for group, members in ((gettext("Recent"), recent), (gettext("Others"), others)):
        under = group if recent else None
        offered += [SelectChoice(str(one), known[one], optgroup=under) for one in members]
    return offered
