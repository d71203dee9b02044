"""How a part of a draft is edited: shown, tried, kept; and what happens when the page is stale."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from logbook.domain.decisions import Message
from logbook.domain.document import Text
from logbook.domain.draft_asks import Ask, Asks, Kind, Options
from logbook.domain.draft_edits import NotAccepted, sentence, typed_of
from logbook.domain.draft_options import options_in
from logbook.domain.draft_values import present
from logbook.queries.curriculum_drafts import DraftRow, open_draft
from logbook.services import curriculum_drafts as services
from logbook.services.refusals import Conflict
from logbook.web import current
from logbook.web.drafts.forms import PartForm, notes_of, part_form, spoken_label
from logbook.web.drafts.rows import after_step, is_row_step
from logbook.web.words import language

Apply = Callable[[Mapping[str, Any], Mapping[str, Any]], tuple[dict[str, Any], str]]
"""The document and what was typed give the changed document, and the key of what was changed."""


@dataclass(frozen=True)
class Part:
    """What a page edits, and how."""

    shelf: str
    entry: Mapping[str, Any]
    asks: Asks
    apply: Apply
    done: Callable[[str], str]
    """Where to go afterwards, by the key of what was changed."""
    template: str
    context: Mapping[str, Any]
    is_new: bool = False


def edit(draft: DraftRow, part: Part) -> ResponseReturnValue:
    """Show the form, or do what its button says."""
    if request.method == "GET":
        page = Page(draft, part)
        if part.shelf == "requirements" and not part.is_new:
            page.told["sentence"] = sentence(draft.document, part.entry["id"], current.today())
        return page.shown()
    page = Page(draft, part, sent=True)
    step = request.form.get("step", "")
    if is_row_step(step):
        return page.with_rows(step)
    try:
        document, key = part.apply(draft.document, page.form.typed)
        if step == "try" and part.shelf == "requirements":
            return page.tried(document, key)
        return page.kept(document, key)
    except NotAccepted as wrong:
        page.form.complain(wrong.complaints)
        return page.shown(422)


class Page:
    """One showing of the form."""

    def __init__(self, draft: DraftRow, part: Part, sent: bool = False) -> None:
        self.draft, self.part = draft, part
        self.options = options_in(draft.document, draft.curriculum, part.entry)
        self.told: dict[str, Any] = {}
        self.form = self._form(typed_of(part.asks, part.entry), sent)
        self.stale = sent and self.form.revision.data != str(draft.revision)

    def _form(self, shown: Mapping[str, Any], sent: bool) -> PartForm:
        return part_form(self.part.asks, self.options, shown, new_id=self.part.is_new, sent=sent)

    def shown(self, code: int = 200) -> ResponseReturnValue:
        if self.stale:
            self.told["differs"] = self._differs()
        self.form.revision.data = self.draft.revision
        page = render_template(
            self.part.template,
            draft=self.draft,
            part=self.part,
            form=self.form,
            stale=self.stale,
            notes={ask.name: notes_of(ask, self.options) for ask in self.part.asks},
            **self.told,
            **self.part.context,
        )
        return page, code

    def with_rows(self, step: str) -> ResponseReturnValue:
        revision = self.form.revision.data
        self.form = self._form(after_step(self.part.asks, self.form.typed, step), sent=False)
        return self.shown() if revision == str(self.draft.revision) else self.shown(409)

    def tried(self, document: Mapping[str, Any], key: str) -> ResponseReturnValue:
        self.told["sentence"] = sentence(document, key, current.today())
        return self.shown(409 if self.stale else 200)

    def kept(self, document: dict[str, Any], key: str) -> ResponseReturnValue:
        """Sent twice, the second finds what it wants already there."""
        done = redirect(self.part.done(key), 303)
        if document == self.draft.document:
            flash(gettext("It stands so in the draft."))
            return done
        if self.stale:
            return self.shown(409)
        try:
            where = f"{self.part.shelf}.{key}" if key else self.part.shelf
            services.change(current.actor(), self.draft.id, self.draft.revision, document, where)
        except Conflict:
            self.draft = open_draft(current.actor(), self.draft.id)
            self.stale = True
            return self.shown(409)
        flash(gettext("Kept in the draft. Nothing is published yet."))
        return done

    def _differs(self) -> list[tuple[Message, str]]:
        """What stands there now, where it is not what was typed."""
        if self.part.is_new:
            return []
        now, typed = typed_of(self.part.asks, self.part.entry), self.form.typed
        return [
            (ask.label, _told(ask, self.part.entry, self.options))
            for ask in self.part.asks
            if ask.kind is not Kind.ROWS and any(now[name] != typed[name] for name in ask.names)
        ]


def _told(ask: Ask, entry: Mapping[str, Any], options: Options) -> str:
    """What stands in the draft, in a few words."""
    value = present(ask, entry)
    if ask.kind is Kind.WORDS:
        return Text(value).in_(language()) if value else "–"
    if ask.kind is Kind.FLAG:
        return gettext("yes") if value else gettext("no")
    labels = {one.code: spoken_label(one) for one in options.get(ask.among, ())}
    codes = value if isinstance(value, list) else [value]
    return ", ".join(str(labels.get(one, one)) for one in codes if one is not None) or "–"
