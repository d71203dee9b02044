"""Signing in and out, passwords by link, joining by invitation, switching programs."""

from uuid import UUID

from flask import (
    Blueprint,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.exceptions import NotFound

from logbook.policy.actors import INSTALLATION
from logbook.queries import programs as program_queries
from logbook.queries.demo import demo_cast
from logbook.services import identity as services
from logbook.services import programs
from logbook.services.refusals import Invalid
from logbook.web import current
from logbook.web.forms import show
from logbook.web.guard import anyone, signed_in, to_links_too
from logbook.web.identity.forms import AskLinkForm, EmptyForm, JoinForm, SetPasswordForm, SignInForm
from logbook.web.language import LANGUAGES
from logbook.web.letters import post_password_link
from logbook.web.ways import safe_way
from logbook.web.words import words

bp = Blueprint("identity", __name__)

THEMES = ("auto", "light", "dark")
LEFT = "left"
"""Somebody has just signed out here: what their phone keeps of them for its form is to go."""


@bp.route("/sign-in", methods=["GET", "POST"])
@anyone
def sign_in() -> ResponseReturnValue:
    form = SignInForm()
    if request.method == "GET":
        form.next.data = request.args.get("next", "")
        return _sign_in_page(form, 200)
    if not form.validate_on_submit():
        return _sign_in_page(form, 422)
    try:
        token = services.sign_in(form.address.data, form.password.data, request.remote_addr or "")
    except services.TooManyTries as refusal:
        form.form_errors.append(words(refusal.reason))
        return _sign_in_page(form, 429)
    if token is None:
        form.form_errors.append(gettext("This address and password do not belong together."))
        return _sign_in_page(form, 422)
    current.remember(token)
    return redirect(safe_way(form.next.data))


def _sign_in_page(form: SignInForm, code: int) -> ResponseReturnValue:
    cast = demo_cast() if current_app.config["DEMO"] else []
    left = session.pop(LEFT, False)
    return render_template("identity/sign_in.html", form=form, cast=cast, left=left), code


@bp.post("/sign-out")
@to_links_too
@signed_in
def sign_out() -> ResponseReturnValue:
    me = current.me()
    services.sign_out(services.of_account(me.account_id), me.session_id)
    current.forget()
    session[LEFT] = True
    response = redirect(url_for(".sign_in"))
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


@bp.post("/sign-out/everywhere")
@signed_in
def sign_out_everywhere() -> ResponseReturnValue:
    services.sign_out_everywhere(services.of_account(current.me().account_id))
    current.forget()
    session[LEFT] = True
    flash(gettext("You are signed out on every device."))
    return redirect(url_for(".sign_in"))


@bp.route("/password", methods=["GET", "POST"])
@anyone
def ask_link() -> ResponseReturnValue:
    form = AskLinkForm()
    if request.method == "GET":
        return render_template("identity/ask_link.html", form=form)
    if not form.validate_on_submit():
        return render_template("identity/ask_link.html", form=form), 422
    try:
        link = services.ask_for_link(form.address.data, request.remote_addr or "")
    except services.TooManyTries as refusal:
        form.form_errors.append(words(refusal.reason))
        return render_template("identity/ask_link.html", form=form), 429
    if link is not None:
        post_password_link(link)
    return render_template("identity/link_sent.html")


@bp.route("/password/<string:token>", methods=["GET", "POST"])
@anyone
def set_password(token: str) -> ResponseReturnValue:
    if services.owner_of_link(token) is None:
        return render_template("identity/link_gone.html"), 410
    form = SetPasswordForm()
    if request.method == "GET":
        return render_template("identity/set_password.html", form=form)
    try:
        if form.validate_on_submit():
            services.set_password_by_link(token, form.password.data)
            flash(gettext("Your password is set. Sign in with it."))
            return redirect(url_for(".sign_in"))
    except Invalid as wrong:
        show(form, wrong)
    return render_template("identity/set_password.html", form=form), 422


@bp.route("/join/<string:token>", methods=["GET", "POST"])
@anyone
def join(token: str) -> ResponseReturnValue:
    """Accept an invitation: with an account by signing in, without one by choosing a password."""
    invitation = program_queries.find_invitation(services.hash_of(token), current.now())
    if invitation is None:
        return render_template("identity/link_gone.html"), 410
    if invitation.has_account:
        return _join_with_account(token, invitation)
    form = JoinForm(name=invitation.name)
    if request.method == "POST" and form.validate_on_submit():
        try:
            account_id = programs.make_account(
                invitation.address, form.name.data, form.password.data
            )
            programs.accept(token, account_id)
            flash(gettext("You have joined %(program)s. Sign in.", program=invitation.program))
            return redirect(url_for(".sign_in"))
        except Invalid as wrong:
            show(form, wrong)
    code = 200 if request.method == "GET" else 422
    return render_template("identity/join.html", form=form, invitation=invitation), code


def _join_with_account(
    token: str, invitation: program_queries.InvitationFound
) -> ResponseReturnValue:
    person = current.person()
    if person is None or services.fold(person.address) != invitation.address:
        return redirect(url_for(".sign_in", next=url_for(".join", token=token)))
    form = EmptyForm()
    if form.validate_on_submit():
        program_id = programs.accept(token, person.account_id)
        _go_to(program_id)
        return redirect(url_for("home.show"))
    return render_template("identity/join_signed_in.html", form=form, invitation=invitation)


@bp.route("/programs", methods=["GET", "POST"])
@signed_in
def switch_program() -> ResponseReturnValue:
    if request.method == "POST":
        try:
            _go_to(UUID(request.form.get("program", "")))
        except ValueError:
            raise NotFound from None
        return redirect(url_for("home.show"))
    me = current.me()
    return render_template(
        "identity/switch_program.html",
        programs=program_queries.programs_of(me.account_id),
        installation=INSTALLATION if me.has_installation else None,
        here=me.actor.program_id if me.actor else None,
    )


def _go_to(program_id: UUID) -> None:
    me = current.me()
    services.switch_program(services.of_account(me.account_id), me.session_id, program_id)


@bp.get("/no-program")
@signed_in
def no_program() -> ResponseReturnValue:
    return render_template("identity/no_program.html")


@bp.post("/preferences")
@anyone
def preferences() -> ResponseReturnValue:
    """Language and appearance: kept with the account, else with the visit."""
    language, theme = request.form.get("language"), request.form.get("theme")
    wishes = {}
    if language in LANGUAGES:
        wishes["locale"] = session["language"] = language
    if theme in THEMES:
        wishes["theme"] = session["theme"] = theme
    person = current.person()
    if person is not None and wishes:
        services.change_settings(services.of_account(person.account_id), **wishes)
    return redirect(safe_way(request.form.get("next")))
