"""How a state looks: tone, icon and word. One word is looked up for one tag: a table of tags that
translated all of them each time took longer than its page."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import Flask
from flask_babel import gettext
from markupsafe import Markup, escape

from logbook.web.icons import icon


@dataclass(frozen=True, slots=True)
class Look:
    tone: str
    icon: str
    word: Callable[[], str]


LOOKS = {
    "draft": Look("mute", "pencil-fill", lambda: gettext("Draft")),
    "submitted": Look("wait", "hourglass-split", lambda: gettext("Submitted")),
    "approved": Look("ok", "check-circle-fill", lambda: gettext("Approved")),
    "returned": Look("warn", "arrow-return-left", lambda: gettext("Returned")),
    "withdrawn": Look("mute", "dash-circle", lambda: gettext("Withdrawn")),
    "voided": Look("bad", "slash-circle", lambda: gettext("Voided")),
    "requested": Look("wait", "hourglass-split", lambda: gettext("Requested")),
    "finished": Look("ok", "check-lg", lambda: gettext("Given")),
    "acknowledged": Look("ok", "check-circle-fill", lambda: gettext("Read")),
    "declined": Look("warn", "arrow-return-left", lambda: gettext("Declined")),
    "expired": Look("warn", "hourglass", lambda: gettext("Lapsed")),
    "sent": Look("wait", "hourglass-split", lambda: gettext("Sent")),
    "accepted": Look("ok", "check-circle-fill", lambda: gettext("Accepted")),
    "passed": Look("ok", "check-circle-fill", lambda: gettext("Passed")),
    "not_passed": Look("warn", "x-circle", lambda: gettext("Not passed")),
    "mistaken": Look("mute", "slash-circle", lambda: gettext("Entered by mistake")),
    "recorded": Look("ok", "check-circle-fill", lambda: gettext("Recorded")),
    "proposed": Look("wait", "hourglass-split", lambda: gettext("Proposed")),
    "judged": Look("wait", "hourglass-split", lambda: gettext("One judgement in")),
    "differing": Look("warn", "question-circle", lambda: gettext("Judged differently")),
    "granted": Look("ok", "check-circle-fill", lambda: gettext("Granted")),
    "confirmed": Look("ok", "check-circle-fill", lambda: gettext("Confirmed")),
    "review": Look("warn", "exclamation-triangle-fill", lambda: gettext("To be looked at again")),
    "suspended": Look("bad", "slash-circle", lambda: gettext("Suspended")),
    "revoked": Look("bad", "slash-circle", lambda: gettext("Revoked")),
    "amended": Look("mute", "dash-circle", lambda: gettext("Amended")),
    "lapsed": Look("warn", "hourglass", lambda: gettext("Lapsed")),
    "met": Look("ok", "check-circle-fill", lambda: gettext("Met")),
    "ahead": Look("ok", "chevron-double-up", lambda: gettext("Ahead of pace")),
    "on_pace": Look("ok", "check-lg", lambda: gettext("On pace")),
    "behind": Look("warn", "chevron-down", lambda: gettext("Behind pace")),
    "far_behind": Look("bad", "chevron-double-down", lambda: gettext("Far behind")),
    "unconfirmed": Look("warn", "question-circle", lambda: gettext("Suggested, not confirmed")),
    "none": Look("mute", "circle", lambda: gettext("No figure set")),
    "early": Look("mute", "hourglass", lambda: gettext("Too early to say")),
    "optional": Look("mute", "dash-circle", lambda: gettext("Optional")),
    "ok": Look("ok", "check-lg", str),
    "wait": Look("wait", "clock", str),
    "warn": Look("warn", "exclamation-triangle-fill", str),
    "bad": Look("bad", "exclamation-circle-fill", str),
    "mute": Look("mute", "circle", str),
}


def tag(state: str, text: str = "", quiet: bool = False) -> Markup:
    """A state in word, icon and colour. Knows the states of a case, the standings and the plain
    tones (ok wait warn bad mute); an unknown one shows its own name on neutral ground. `text`
    overrules the word.

        {{ tag(case.state) }}   {{ tag('behind') }}   {{ tag('warn', _('Not confirmed')) }}
    """
    look = LOOKS.get(state) or Look("mute", "circle", lambda: state)
    kind = f"{look.tone} lb-tag-quiet" if quiet else look.tone
    said = escape(text or look.word())
    # By hand: `Markup.format` takes longer than all else here, and a page has a hundred tags.
    return Markup(f'<span class="lb-tag is-{kind}">{icon(look.icon)}{said}</span>')  # noqa: S704


def set_up(app: Flask) -> None:
    app.add_template_global(tag)
