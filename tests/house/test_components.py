"""Every component says what a screen reader needs, and no template carries inline code or style."""

import re
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest
from flask import Flask, render_template_string
from flask_babel import Babel
from flask_bootstrap import Bootstrap5
from flask_wtf import CSRFProtect, FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    PasswordField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
)
from wtforms.validators import DataRequired

from logbook.domain.decisions import say
from logbook.domain.document import Text
from logbook.domain.harmless import Harmless
from logbook.domain.lacking import Lacking
from logbook.domain.signatures import Meaning, Method
from logbook.policy.actors import Role
from logbook.web import charts, filters, icons, standing, tags, words
from logbook.web.assets import views as assets
from logbook.web.assets.sprite import NAMES, sprite
from logbook.web.fields import DayField
from logbook.web.identifiers import telling

TOP = Path(__file__).resolve().parents[2]
TEMPLATES = sorted((TOP / "templates").rglob("*.html"))
COMPONENTS = sorted(path.name for path in (TOP / "templates/components").glob("*.html"))

INLINE = re.compile(
    r"""<[^>{%]*\s(?:style|on[a-z]+)\s*=|<style\b|<script(?![^>]*\bsrc=)|javascript:""",
    re.IGNORECASE,
)

ONE_OF_EACH = {
    "breadcrumb": "{{ m.breadcrumb([('Cases', '/cases'), ('New', None)]) }}",
    "chips": "{{ m.chips(form.levels, hint='All of them') }}",
    "confirm": "{% call m.confirm('Void', '/void', 'Void it', 'Sure?') %}reason{% endcall %}",
    "credential_notice": "{{ m.credential_notice(true, warned) }}",
    "date_field": "{{ m.date_field(form.day, today='2026-11-23', yesterday='2026-11-22') }}",
    "empty": "{{ m.empty('No cases yet', 'Log one.', '/new', 'Log a case') }}",
    "error_summary": "{{ m.error_summary(form) }}",
    "field": "{{ m.field(form.email, hint='Of your account', autocomplete='username') }}",
    "filters": "{% call m.filters(active=2, clear_href='/') %}fields{% endcall %}",
    "identifiers": "{{ m.identifiers('note', found) }}",
    "job_progress": "{{ m.job_progress(1, 4, '/step', 'Importing') }}",
    "lacking": "{{ m.lacking_of(signed.lacking) }}",
    "next_action": "{{ m.next_action('2 cases came back', 'Look.', '/x', 'Open') }}",
    "notice": "{% call m.notice('warn', 'Not confirmed') %}text{% endcall %}",
    "pager": "{{ m.pager(next_href='/n', shown='50 cases') }}",
    "day_chips": "{{ m.day_chips(form.any_day, [(form.day.data, 'Today')]) }}",
    "panel": "{% call m.panel('Waiting', '/x', 'All', count=0) %}body{% endcall %}",
    "progress": "{{ m.progress('Facet', 7, 20, expected=9, standing='behind', unconfirmed=True) }}",
    "prove": "{{ m.prove(form, proof) }}{{ m.passkey_button(form, proof, '/statement') }}",
    "radios": "{{ m.radios(form.side) }}",
    "segmented": "{{ m.segmented(form.side, levels=True, notes={'l': 'a note'}) }}",
    "side_by_side": "{{ m.side_by_side([('Side', 'Left', 'Right')], 'Yours', 'Saved') }}",
    "signatures": "{{ m.signatures([signed]) }}",
    "stat": "{{ m.stat(3, 'wait', '/queue', note='oldest 5 days', tone='wait') }}",
    "submit": "{% call m.submit('Send', cancel_href='/') %}more{% endcall %}",
    "summary_list": "{{ m.summary_list([('Side', 'Left', '/x', 'Change'), ('Empty', None)]) }}",
    "table": "{% call m.table('Cases', ['Date', {'label': 'Count', 'kind': 'num', 'href': '/s',"
    " 'sorted': 'ascending'}]) %}<tr><th scope='row'>1</th><td>2</td></tr>{% endcall %}",
    "timeline": "{% call m.timeline('What happened') %}"
    "{% call m.timeline_item('Returned', '2 Nov', by='Dr. Osei') %}why{% endcall %}{% endcall %}",
    "toolbar": "{% call m.toolbar('Selected') %}<button>Approve</button>{% endcall %}",
    "typeahead": "{{ m.typeahead(form.procedure) }}",
    "undo": "{{ m.undo('/undo', '3 cases approved.') }}",
}


class Sample(FlaskForm):
    email = StringField("Email", validators=[DataRequired("Enter your email.")])
    keep = BooleanField("Keep me signed in")
    day = DateField("Date", default=date(2026, 11, 23))
    any_day = DayField("Day")
    side = RadioField(
        "Side",
        choices=[SelectChoice("l", "Left"), SelectChoice("r", "Right")],
        validators=[DataRequired("Pick.")],
    )
    levels = SelectMultipleField(
        "Levels", choices=[SelectChoice("L4"), SelectChoice("L5", render_kw={"data-x": "5"})]
    )
    procedure = SelectField(
        "Procedure", choices=[SelectChoice("", ""), SelectChoice("1", "Epidural")]
    )
    password = PasswordField("Password")
    code = StringField("Code")
    passkey = HiddenField("Passkey")


PROOF = {"password": True, "code": True, "passkey": True}
SIGNED = {
    "name": "Ben",
    "role": Role.SUPERVISOR,
    "profession": "physician",
    "meaning": Meaning.ATTESTS,
    "method": Method.PASSKEY,
    "at": datetime(2026, 11, 25, tzinfo=UTC),
    "lacking": Lacking(Text({"en": "Facet block"})),
}
WARNED = say("A licence lapsed.")


FOUND = telling.told("Mr Whitfield, Mrs Osei", lambda _key, _one: Harmless.WORDS)


class Page(HTMLParser):
    """All start tags of a rendered page, with their attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attrs for name, attrs in self.tags if name == tag]

    def ids(self) -> list[str]:
        return [attrs["id"] or "" for _, attrs in self.tags if "id" in attrs]


@pytest.fixture(scope="module")
def stage() -> Flask:
    app = Flask("stage", template_folder=str(TOP / "templates"))
    app.config.update(SECRET_KEY="only for this test", TESTING=True)
    for extension in (Babel, Bootstrap5, CSRFProtect):
        extension(app)
    assets.set_up(app)
    icons.set_up(app)
    charts.set_up(app)
    standing.set_up(app)
    tags.set_up(app)
    filters.set_up(app)
    words.set_up(app)
    telling.set_up(app)
    return app


def render(stage: Flask, component: str, sent: bool = False) -> Page:
    source = f'{{% import "components/{component}.html" as m %}}{ONE_OF_EACH[component]}'
    with stage.test_request_context(method="POST" if sent else "GET"):
        form = Sample(meta={"csrf": False})
        if sent:
            form.validate()
        return Page(
            render_template_string(
                source, form=form, proof=PROOF, signed=SIGNED, warned=WARNED, found=FOUND
            )
        )


def test_every_component_is_on_stage() -> None:
    assert sorted(f"{name}.html" for name in ONE_OF_EACH) == COMPONENTS


@pytest.mark.parametrize("component", ONE_OF_EACH)
@pytest.mark.parametrize("sent", [False, True])
def test_what_is_referred_to_exists_and_every_control_has_a_name(
    stage: Flask, component: str, sent: bool
) -> None:
    page = render(stage, component, sent)
    ids = page.ids()
    assert len(ids) == len(set(ids))
    for _, attrs in page.tags:
        for reference in ("aria-describedby", "aria-labelledby", "for"):
            assert set((attrs.get(reference) or "").split()) <= set(ids), (component, reference)
    labelled = {attrs.get("for") for attrs in page.all("label")}
    for tag in ("input", "select", "textarea"):
        for attrs in page.all(tag):
            if attrs.get("type") not in ("hidden", "submit") and "id" in attrs:
                assert attrs["id"] in labelled, (component, attrs)


def test_a_field_ties_hint_and_error_to_its_control(stage: Flask) -> None:
    [control] = render(stage, "field").all("input")
    assert control["aria-describedby"] == "email-hint"
    assert "aria-invalid" not in control
    assert control["autocomplete"] == "username"
    [control] = render(stage, "field", sent=True).all("input")
    assert control["aria-describedby"] == "email-hint email-error"
    assert control["aria-invalid"] == "true"


@pytest.mark.parametrize("component", ["radios", "segmented"])
def test_a_group_of_radios_is_a_fieldset_with_a_legend(stage: Flask, component: str) -> None:
    page = render(stage, component, sent=True)
    [group] = page.all("fieldset")
    assert len(page.all("legend")) == 1
    assert group["role"] == "radiogroup"
    assert group["aria-invalid"] == "true"
    assert group["aria-describedby"] == "side-error"
    assert [choice["id"] for choice in page.all("input")] == ["side-0", "side-1"]


def test_chips_of_a_multiple_choice_are_checkboxes(stage: Flask) -> None:
    page = render(stage, "chips")
    assert {choice["type"] for choice in page.all("input")} == {"checkbox"}
    assert page.all("input")[1]["data-x"] == "5"
    assert "role" not in page.all("fieldset")[0]


def test_the_error_summary_links_to_the_controls(stage: Flask) -> None:
    page = render(stage, "error_summary", sent=True)
    assert {link["href"] for link in page.all("a")} >= {"#email", "#side-0"}
    assert page.all("div")[0]["role"] == "alert"
    assert render(stage, "error_summary").tags == []


@pytest.mark.parametrize("component", ["confirm", "undo", "job_progress"])
def test_what_posts_carries_the_token(stage: Flask, component: str) -> None:
    page = render(stage, component)
    assert page.all("form")[0]["method"] == "post"
    assert any(field.get("name") == "csrf_token" and field["value"] for field in page.all("input"))


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(TOP)))
def test_no_template_carries_inline_script_or_style(path: Path) -> None:
    text = re.sub(r"\{#.*?#\}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert not INLINE.findall(text)


def test_the_sprite_has_every_icon_that_is_named_and_no_other() -> None:
    drawn = set(re.findall(r'<symbol id="([^"]+)" viewBox="0 0 16 16">', sprite()))
    sources = [*TEMPLATES, *(TOP / "logbook").rglob("*.py")]
    text = "".join(path.read_text(encoding="utf-8") for path in sources)
    named = set(re.findall(r"""\bicon(?:_name=|\()['"]([a-z0-9-]+)['"]""", text))
    quoted = set(re.findall(r"""['"]([a-z0-9-]+)['"]""", text))
    assert len(named) > 10
    assert named <= drawn == NAMES <= quoted


@pytest.mark.parametrize("name", COMPONENTS)
def test_every_component_shows_how_it_is_used(name: str) -> None:
    assert (TOP / "templates/components" / name).read_text(encoding="utf-8").startswith("{#- ")
