"""The demo's certificates: whoever has a competency that holds has one of it, and shows it."""

from flask import current_app

from logbook.cli import certificates as completing
from logbook.cli.demo_stage import Stage
from logbook.queries.sign_offs import standing_of
from logbook.services import certificates, signing_keys


def certify(stage: Stage) -> None:
    """One for each fellow, of the first competency that holds."""
    for fellow in stage.fellows:
        assert fellow.enrollment_id is not None
        standing = standing_of(fellow.actor, fellow.enrollment_id, stage.today())
        for one in standing[:1]:
            certificate_id = certificates.issue(fellow.actor, one.id, stage.today())
            certificates.share(fellow.actor, certificate_id, ("signers", "file"))


def sign_the_ledger() -> None:
    """With a key that is made for it; the certificates get their proof."""
    signing_keys.create(current_app.config["KEYS"])
    completing.complete()
