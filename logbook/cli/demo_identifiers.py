"""The demo's words that looked like a patient's, and were none."""

from logbook.cli.demo_stage import Player, Stage
from logbook.domain.harmless import Harmless, hearing, key_of
from logbook.domain.identifiers import find_identifiers
from logbook.domain.portfolio import ItemContent
from logbook.services import portfolio
from logbook.services.portfolio import Entered

SAID = (
    ("course", "C-arm afternoon with Mrs Wulandari of radiology", Harmless.COLLEAGUE),
    ("course", "Leaflet at https://example.org/nerve-blocks rewritten", Harmless.PUBLIC),
)


def state_reasons(stage: Stage) -> None:
    """One item each of the first fellows of a program, kept for themselves."""
    for fellow, (kind, title, reason) in zip(stage.fellows, SAID, strict=False):
        _keep(fellow, ItemContent(kind, stage.today(), title), reason)


def _keep(fellow: Player, content: ItemContent, reason: Harmless) -> None:
    assert fellow.enrollment_id is not None
    found = find_identifiers(content.title)
    with hearing({key_of(content.title, one): reason for one in found}):
        item_id = portfolio.new_item_id()
        portfolio.add(fellow.actor, item_id, fellow.enrollment_id, Entered(content))
