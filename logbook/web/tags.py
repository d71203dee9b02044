"""How a state looks: tone, icon and word. One word is looked up for one tag: a table of tags that
translated all of them each time took longer than its page."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import Flask
from flask_babel import gettext


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
    "sent": Look("wait", "hourglass-split", lambda: gettext("Sent")),
    "accepted": Look("ok", "check-circle-fill", lambda: gettext("Accepted")),
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


def tag_look(key: str) -> Look:
    """The look of a state; of an unknown one, its own name on neutral ground."""
    return LOOKS.get(key) or Look("mute", "circle", lambda: key)


def set_up(app: Flask) -> None:
    app.add_template_global(tag_look)
