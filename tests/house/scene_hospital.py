"""The hospital's record on the stage of the house tests: cora's file, and a procedure of asha's
that is not in her log."""

from dataclasses import dataclass
from io import BytesIO
from uuid import UUID

from sqlalchemy import select

from logbook.database import db
from logbook.domain.hospital_states import MapKind
from logbook.models.reconcile import HospitalShare
from logbook.queries.hospital_names import names
from logbook.services import hospital
from tests.cast import CAST, RIVERSIDE
from tests.makers.hospital import STELLATE, imported, mapped
from tests.makers.hospital_files import HEADER, KEY, a_bundle, a_procedure


@dataclass(frozen=True)
class HospitalScene:
    share: UUID
    """Of asha, in the hospital's record only."""
    ready: UUID
    """A file that was read and waits."""
    name: UUID
    """That nobody has said anything of."""
    columns: UUID


def set_hospital_scene() -> HospitalScene:
    cora = CAST["cora"].actor
    imported(a_bundle(a_procedure(1, code=STELLATE)))
    mapped()
    imported(a_bundle(a_procedure(2, code={"text": "Unheard of"})))
    [unsaid] = [one for one in names(cora, MapKind.PROCEDURE) if one.open]
    share = select(HospitalShare.id).where(HospitalShare.program_id == RIVERSIDE)
    return HospitalScene(
        share=db.session.scalars(share).one(),
        ready=hospital.prepare(cora, "p.json", BytesIO(a_bundle(a_procedure(3))), KEY),
        name=unsaid.id,
        columns=hospital.remember_columns(cora, HEADER),
    )


HOSPITAL_PARTS = {
    "share_id": lambda scene: scene.hospital.share,
    "import_id": lambda scene: scene.hospital.ready,
    "name_id": lambda scene: scene.hospital.name,
    "columns_id": lambda scene: scene.hospital.columns,
    "hospital.names:kind": lambda scene: "procedure",
}
HOSPITAL_FORMS = {
    "hospital.start": lambda scene: {"file": (BytesIO(a_bundle(a_procedure(4))), "p.json")},
    "hospital.columns": lambda scene: {
        "column-1": "performed_on",
        "column-2": "code",
        "order": "dmy",
        "system": "cpt",
    },
    "hospital.map_one": lambda scene: {
        "target": "mbb_lumbar",
        "revision": "1",
        "kind": "procedure",
    },
    "hospital.answer_case": lambda scene: {"said": "elsewhere"},
    "hospital.answer_share": lambda scene: {"said": "not_mine"},
}
