"""What is fixed stands in the compiled template, once for each language; what is not, does not."""

from collections.abc import Iterator

import pytest
from flask import Flask, render_template
from flask_babel import Babel, force_locale
from jinja2 import DictLoader

import config
from logbook.web import icons, tags, words
from logbook.web.assets import views as assets
from logbook.web.templating import Pages

TEMPLATES = {
    "page.html": "{% extends 'frame.html' %}{% block body %}{{ tag('draft') }}{{ given }}"
    "{{ _('Join %(program)s', program=given) }}{% endblock %}",
    "frame.html": "<b title=\"{{ _('Draft') }}\">{{ icon('flag', label=_('Status')) }}"
    "{% block body %}{% endblock %}</b>",
    "letter.txt": "{{ _('Join %(program)s', program='A & B') }} {{ _('Draft') }}",
}


@pytest.fixture
def stage() -> Iterator[Flask]:
    app = Flask("stage")
    app.jinja_environment = Pages
    settings = config.from_environment()
    directories = settings["BABEL_TRANSLATION_DIRECTORIES"]
    app.config.update(TESTING=True, BABEL_TRANSLATION_DIRECTORIES=directories)
    app.jinja_loader = DictLoader(TEMPLATES)  # type: ignore[assignment]
    Babel(app)
    for part in (words, assets, icons, tags):
        part.set_up(app)
    with app.test_request_context():
        yield app


@pytest.mark.parametrize(("spoken", "word"), [("id", "Draf"), ("en", "Draft"), ("id", "Draf")])
def test_each_language_has_its_own(stage: Flask, spoken: str, word: str) -> None:
    for locale in ("en", "id", spoken):  # whichever came first, each keeps its own
        with force_locale(locale):
            page = render_template("page.html", given="<x>")
    assert f'<b title="{word}">' in page
    assert f"</svg>{word}</span>" in page


def test_what_is_given_is_escaped_also_in_a_sentence(stage: Flask) -> None:
    assert render_template("page.html", given="<x>").count("&lt;x&gt;") == 2


def test_a_letter_is_no_markup(stage: Flask) -> None:
    assert render_template("letter.txt") == "Join A & B Draft"


def test_what_is_fixed_is_not_looked_up_again(
    stage: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = render_template("page.html", given="a")
    monkeypatch.setitem(stage.jinja_env.globals, "icon", lambda *_, **__: "drawn again")
    monkeypatch.setitem(stage.jinja_env.globals, "tag", lambda *_, **__: "made again")
    monkeypatch.setitem(stage.jinja_env.globals, "_", lambda text, program: f"Join {program}")
    assert render_template("page.html", given="a") == first
