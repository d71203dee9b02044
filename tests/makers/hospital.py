"""The hospital's record in Riverside, for tests."""

from io import BytesIO
from typing import Any
from uuid import UUID

from logbook.domain.hospital_states import MapKind
from logbook.queries import hospital_names
from logbook.services import hospital, reconciling
from logbook.services.hospital_maps import Decided, Meaning, map_names
from tests.cast import CAST, CLINIC
from tests.makers.hospital_files import CPT, KEY, a_bundle, a_procedure

STELLATE = {"coding": [{"system": CPT, "code": "64510", "display": "Stellate ganglion block"}]}


def imported(data: bytes, name: str = "procedures.json") -> UUID:
    """A file of Riverside, all the way in, by cora."""
    cora = CAST["cora"].actor
    import_id = hospital.prepare(cora, name, BytesIO(data), KEY)
    while hospital.advance(cora, import_id):
        pass
    return import_id


def mapped() -> None:
    """All names of the hospital said: TFESI, ben and asha, the clinic; then compared."""
    cora = CAST["cora"].actor
    meanings = {
        "64483": "esi_lumbosacral_transforaminal",
        "64510": "stellate_ganglion_block",
        "0000000001": str(CAST["ben"].id),
        "0000000002": str(CAST["asha"].id),
        "riverside clinic": str(CLINIC),
    }
    decided = [
        Decided(one.id, one.revision, Meaning(meanings[one.code]))
        for kind in MapKind
        for one in hospital_names.names(cora, kind)
        if one.open and one.code in meanings
    ]
    if decided:
        map_names(cora, decided)
    reconciling.compare(cora)


def a_shared_procedure(number: int = 1, **but: Any) -> None:
    """A procedure of asha with ben in the hospital's record, and compared."""
    imported(a_bundle(a_procedure(number, **but)))
    mapped()
