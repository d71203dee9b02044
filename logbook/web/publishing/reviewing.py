"""What a draft would change, before it is published; and what one edition changed of another."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.exceptions import NotFound

from logbook.domain.curriculum_changes import changes, shelved
from logbook.policy.curriculum import may_read, may_write
from logbook.queries import curriculum as curricula
from logbook.queries.curriculum import VersionRow
from logbook.queries.curriculum_drafts import open_draft
from logbook.queries.curriculum_effect import as_published, base_of, effects, followers
from logbook.services import publishing as services
from logbook.web import current
from logbook.web.guard import door
from logbook.web.publishing.blueprint import bp
from logbook.web.publishing.telling import in_a_line


@bp.get("/drafts/<uuid:draft_id>/review")
@door(may_write)
def review(draft_id: UUID) -> ResponseReturnValue:
    """In plain words what is another than before, and what it would mean for each fellow."""
    actor, today = current.actor(), current.today()
    draft = open_draft(actor, draft_id)
    base = base_of(actor, draft)
    then = as_published(draft.curriculum, base)
    found = changes(base.curriculum, then) if base else []
    known = curricula.versions(actor)
    told = effects(actor, followers(actor, today, then.id), then, today)
    return render_template(
        "publishing/review.html",
        draft=draft,
        base=base,
        then=then,
        count=len(found),
        shelves=shelved(found),
        effects=told,
        lines={one.follower.id: in_a_line(one) for one in told},
        taken=any((one.curriculum, one.edition) == (then.id, then.edition) for one in known),
    )


@bp.post("/drafts/<uuid:draft_id>/publish")
@door(may_write)
def publish(draft_id: UUID) -> ResponseReturnValue:
    actor = current.actor()
    revision = request.form.get("revision", 0, type=int)
    version_id = services.publish_draft(actor, draft_id, revision)
    edition = curricula.curriculum_of(actor.program_id, version_id).edition
    flash(
        gettext(
            "Edition %(edition)s is published. Nobody follows it yet: choose whom to move.",
            edition=edition,
        )
    )
    return redirect(url_for(".move", version_id=version_id), 303)


@bp.get("/<uuid:version_id>/changes")
@door(may_read)
def compare(version_id: UUID) -> ResponseReturnValue:
    """What this edition changed: of another that is chosen, else of the one before it."""
    actor = current.actor()
    after = curricula.confirmed_curriculum(actor, version_id)
    others = [one for one in curricula.versions(actor) if one.id != version_id]
    other = _other(version_id, others)
    before = curricula.confirmed_curriculum(actor, other.id) if other else None
    found = changes(before, after) if before else []
    return render_template(
        "publishing/compare.html",
        version_id=version_id,
        before=before,
        after=after,
        others=others,
        other=other,
        count=len(found),
        shelves=shelved(found),
    )


def _other(version_id: UUID, others: list[VersionRow]) -> VersionRow | None:
    """As asked for by `?from=`; NotFound for what is no edition of this program."""
    asked = request.args.get("from")
    if asked is not None:
        found = next((one for one in others if str(one.id) == asked), None)
        if found is None:
            raise NotFound
        return found
    actor = current.actor()
    itself = next(one for one in curricula.versions(actor) if one.id == version_id)
    akin = [one for one in others if one.curriculum == itself.curriculum]
    earlier = [one for one in akin if one.published_at < itself.published_at]
    return next(iter(earlier or akin), None)
