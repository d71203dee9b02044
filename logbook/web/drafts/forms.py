"""Forms of a drafted curriculum: made from what is asked of an entry.

They judge nothing: what was typed goes to the domain as it is, and what it says comes back beside
the fields.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField, FileRequired
from wtforms import (
    BooleanField,
    Field,
    FieldList,
    FormField,
    HiddenField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms import Form as Row

from logbook.domain.decisions import Message
from logbook.domain.document import Text
from logbook.domain.draft_asks import Ask, Asks, Kind, Option, Options
from logbook.web.forms import Form
from logbook.web.words import language, words


class BeginForm(Form):
    draft_id = HiddenField()
    version = SelectField(_("Begin from"), validate_choice=False)
    edition = StringField(_("New edition"))


class UploadForm(Form):
    draft_id = HiddenField()
    revision = HiddenField()
    file = FileField(_("Curriculum as a YAML file"), [FileRequired(_("Choose a file."))])


class PartForm(Form):
    """What every part of a draft is edited with, beside its own fields."""

    revision = HiddenField()

    @property
    def typed(self) -> dict[str, Any]:
        """By the names under which the domain asks."""
        return _typed(self)

    def complain(self, complaints: Mapping[str, Message]) -> None:
        """Put each complaint beside its field; those of no field on top of the form."""
        for name, said in complaints.items():
            field = self._field(name)
            if field is None:
                self.form_errors.append(words(said))
            elif isinstance(field, FieldList):
                self.form_errors.append(f"{field.label.text}: {words(said)}")
            else:
                field.errors = [*field.errors, words(said)]

    def _field(self, name: str) -> Field | None:
        """`levels.2.label.en` is a field of the third row."""
        first, *place = name.split(".", 2)
        rows = self._fields.get(first)
        if not isinstance(rows, FieldList) or len(place) < 2:
            return rows or self._fields.get(_plain(name))
        rows.errors = [*rows.errors, name]
        return rows.entries[int(place[0])].form._fields.get(_plain(place[1]))


def _typed(form: Iterable[Field]) -> dict[str, Any]:
    cells: dict[str, Any] = {}
    for field in form:
        if isinstance(field, FieldList):
            cells[field.short_name] = [_typed(entry.form) for entry in field.entries]
        else:
            cells[field.short_name.replace("-", ".")] = field.data
    return cells


def _plain(name: str) -> str:
    """What a field is called on the page: a full stop would not do in a selector."""
    return name.replace(".", "-")


def part_form(
    asks: Asks,
    options: Options,
    shown: Mapping[str, Any],
    *,
    new_id: bool = False,
    sent: bool = False,
) -> PartForm:
    """The form for these fields. `shown`: what they show at first, and what stands there already
    and so stays on offer. `sent`: they show what was sent instead."""
    fields = {_plain(name): made for ask in asks for name, made in _fields(ask, options, shown)}
    if new_id:
        fields["new_key"] = StringField(_("Id"))
    made: type[PartForm] = type("PartFormOf", (PartForm,), fields)
    data = {_plain(name): _data(value) for name, value in shown.items()}
    return made(data=data) if sent else made(formdata=None, data=data)


def _data(value: Any) -> Any:
    if isinstance(value, list) and value and isinstance(value[0], Mapping):
        return [{_plain(name): cell for name, cell in row.items()} for row in value]
    return value


def _fields(ask: Ask, options: Options, shown: Mapping[str, Any]) -> Iterable[tuple[str, Field]]:
    label, hint = words(ask.label), words(ask.hint)
    if ask.kind is Kind.WORDS:
        widget = TextAreaField if ask.long else StringField
        for name in ask.names:
            english = name.endswith(".en")
            yield name, widget(_spoken(label, english), description=hint if english else "")
    elif ask.kind is Kind.ROWS:
        yield ask.name, FieldList(FormField(_row_of(ask, options, shown)), label)
    elif ask.kind is Kind.SOME:
        offered = _offered(ask, options, shown)
        choices = [SelectChoice(value=one.code, label=spoken_label(one)) for one in offered]
        yield (
            ask.name,
            SelectMultipleField(label, choices=choices, validate_choice=False, description=hint),
        )
    elif ask.kind in (Kind.ONE, Kind.LEVEL):
        yield ask.name, _select(ask, label, hint, _offered(ask, options, shown))
    elif ask.kind is Kind.FLAG:
        yield ask.name, BooleanField(label, description=hint)
    else:
        widget = TextAreaField if ask.kind in (Kind.LINES, Kind.CHOICES) else StringField
        yield ask.name, widget(label, description=hint)


def _spoken(label: str, english: bool) -> str:
    if english:
        return str(gettext("%(label)s in English", label=label))
    return str(gettext("%(label)s in Indonesian", label=label))


def _row_of(ask: Ask, options: Options, shown: Mapping[str, Any]) -> type[Row]:
    """What is asked of each entry within the entry. What is there keeps its code."""
    said: dict[str, list[str]] = {}
    for row in shown.get(ask.name) or ():
        for name, value in row.items():
            if isinstance(value, str):
                said.setdefault(name, []).append(value)
    fields = {_plain(name): made for one in ask.rows for name, made in _fields(one, options, said)}
    code = gettext("Code") if ask.key == "code" else gettext("Id")
    own = {"key": HiddenField(), "new_key": StringField(code)}
    return type("RowOf", (Row,), {**own, **fields})


def _select(ask: Ask, label: str, hint: str, offered: list[Option]) -> SelectField:
    choices = [SelectChoice(value="", label=gettext("Choose") if ask.needed else "–")]
    choices += [
        SelectChoice(
            value=one.code,
            label=spoken_label(one),
            optgroup=one.part.in_(language()) if one.part else None,
        )
        for one in offered
    ]
    return SelectField(label, choices=choices, validate_choice=False, description=hint)


def _offered(ask: Ask, options: Options, shown: Mapping[str, Any]) -> list[Option]:
    """What may be chosen, and what stands there although it may not be chosen any more."""
    known = list(options[ask.among])
    there = shown.get(ask.name) or []
    there = [there] if isinstance(there, str) else there
    codes = {one.code for one in known}
    return known + [Option(one, Text({"en": one})) for one in there if one and one not in codes]


def spoken_label(option: Option) -> str:
    label = option.label
    return label.in_(language()) if isinstance(label, Text) else words(label)


def notes_of(ask: Ask, options: Options) -> dict[str, str]:
    """The line below each choice that has one, by code."""
    known = options.get(ask.among, ())
    return {one.code: one.note.in_(language()) for one in known if one.note}
