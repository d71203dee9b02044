"""The demo's record of the hospital: a FHIR Bundle of the last months, as a hospital would export
it, brought in by the way that every file takes. Some procedures nobody logged, some cases it does
not have, some dates and codes slip."""

import json
from collections.abc import Mapping
from datetime import date, timedelta
from io import BytesIO
from random import Random
from typing import Any
from uuid import UUID

from flask import current_app
from sqlalchemy import select

from logbook.cli.demo_expected import expect_more
from logbook.cli.demo_stage import Player, Stage
from logbook.database import db
from logbook.domain.catalogue import CaseKind, Procedure
from logbook.domain.differences import TO_A_CASE
from logbook.domain.hospital_states import MapKind
from logbook.models.cases import Case
from logbook.models.programs import Site
from logbook.policy.actors import Actor
from logbook.queries.completeness import unfound_cases
from logbook.queries.hospital_names import NameView, names
from logbook.queries.reconciling import COMPARED, catalogue_of
from logbook.services import hospital, reconciling
from logbook.services.hospital_keys import hospital_key
from logbook.services.hospital_maps import Decided, Meaning, map_names
from logbook.services.likely_codes import likely_by_cpt

DAYS = 100
MISSED = {0: 0.34, 1: 0.05}
"""Shares of what was done and not logged, by the fellow's place; the others forget a tenth."""
CPT = {procedure: code for code, procedure in likely_by_cpt().items()}
SIDES = {"left": "7771000", "right": "24028007", "bilateral": "51440002"}
Json = dict[str, Any]
Catalogue = Mapping[str, Procedure]


def bring_in_the_record(stage: Stage, random: Random) -> None:
    """One file, its names mapped but for two codes, and a few answers; then what no file tells."""
    if not stage.fellows or not stage.directors:
        return
    boss = stage.directors[0].actor
    source = BytesIO(json.dumps(_bundle(stage, random)).encode())
    key = hospital_key(current_app.config["HOSPITAL_KEY"])
    import_id = hospital.prepare(boss, f"procedures-{stage.today():%Y-%m}.json", source, key)
    while hospital.advance(boss, import_id):
        pass
    _map(boss, stage)
    reconciling.compare(boss)
    _answer(stage)
    expect_more(stage, random)


def _bundle(stage: Stage, random: Random) -> Json:
    entries: list[Json] = []
    sites, catalogue = _site_names(stage), catalogue_of(stage.program_id)
    for place, fellow in enumerate(stage.fellows):
        for case in _cases(stage, fellow):
            if random.random() < 0.06 or not _is_procedure(catalogue, case):
                continue
            entries.append(_entry(stage, random, case, fellow, sites, catalogue))
            if random.random() < MISSED.get(place, 0.1):
                day = case.performed_on + timedelta(days=random.choice((0, 1, -1)))
                entries.append(_entry(stage, random, case, fellow, sites, catalogue, day))
    random.shuffle(entries)
    for number, entry in enumerate(entries, start=1):
        entry["resource"]["identifier"] = [{"system": "urn:demo:or", "value": f"OR{number:06}"}]
    if entries:
        entries[0]["resource"].pop("performedDateTime")  # one row that cannot be used
    return {"resourceType": "Bundle", "type": "collection", "entry": entries}


def _cases(stage: Stage, fellow: Player) -> list[Case]:
    return list(
        db.session.scalars(
            select(Case)
            .where(
                Case.program_id == stage.program_id,
                Case.fellow_id == fellow.actor.id,
                Case.performed_on >= stage.today() - timedelta(days=DAYS),
                Case.state.in_(COMPARED),
            )
            .order_by(Case.performed_on, Case.id)
        )
    )


def _site_names(stage: Stage) -> dict[UUID, str]:
    rows = db.session.execute(select(Site.id, Site.name).where(Site.program_id == stage.program_id))
    return {row.id: row.name for row in rows}


def _entry(
    stage: Stage,
    random: Random,
    case: Case,
    fellow: Player,
    sites: dict[UUID, str],
    catalogue: Catalogue,
    day: date | None = None,
) -> Json:
    slips = random.random() < 0.04
    day = day or case.performed_on - timedelta(days=1 if slips else 0)
    supervisor = next(one for one in stage.supervisors if one.actor.id == case.supervisor_id)
    side = SIDES.get(str(case.details.get("laterality")))
    body = [{"coding": [{"system": "http://snomed.info/sct", "code": side}]}]
    return {
        "resource": {
            "resourceType": "Procedure",
            "status": "completed",
            "code": _code(catalogue, random, case.procedure),
            "subject": {"reference": f"Patient/{random.randrange(10**6)}"},
            "performedDateTime": f"{min(day, stage.today()).isoformat()}T09:30:00Z",
            "performer": [_performer(one) for one in (supervisor, fellow)],
            "location": {"display": sites[case.site_id]} if case.site_id in sites else None,
            **({"bodySite": body} if side and random.random() < 0.9 else {}),
        }
    }


def _is_procedure(catalogue: Catalogue, case: Case) -> bool:
    return catalogue[case.procedure].kind is CaseKind.PROCEDURE


def _code(catalogue: Catalogue, random: Random, procedure: str) -> Json:
    """By CPT where that has a code for it, else in the hospital's own words; a few by a code that
    says nothing."""
    name = catalogue[procedure].name.words["en"]
    if random.random() < 0.01:
        return _coded("64999", "Unlisted procedure, nervous system")
    return _coded(CPT[procedure], name) if procedure in CPT else {"text": name}


def _coded(code: str, display: str) -> Json:
    system = "http://www.ama-assn.org/go/cpt"
    return {"coding": [{"system": system, "code": code, "display": display}]}


def _performer(player: Player) -> Json:
    number = f"E{sum(map(ord, player.person.name)):05}"
    identifier = {"system": "urn:demo:staff", "value": number}
    return {"actor": {"identifier": identifier, "display": player.person.name}}


def _map(boss: Actor, stage: Stage) -> None:
    """Codes as they are suggested, people and places by their names; the rest stays open."""
    catalogue = catalogue_of(boss.program_id)
    known = {one.name.words["en"]: one.id for one in catalogue.values()}
    known |= {one.person.name: str(one.actor.id) for one in (*stage.fellows, *stage.supervisors)}
    known |= {name: str(own) for own, name in _site_names(stage).items()}
    decided = []
    for kind in MapKind:
        for one in names(boss, kind):
            target = _target(one, known)
            if target and (kind is not MapKind.PROCEDURE or target in catalogue):
                decided.append(Decided(one.id, one.revision, Meaning(target)))
    map_names(boss, decided)


def _target(one: NameView, known: dict[str, str]) -> str:
    if one.kind is MapKind.PROCEDURE:
        return likely_by_cpt().get(one.code) or known.get(one.text, "")
    return known.get(one.text, "")


def _answer(stage: Stage) -> None:
    """Two fellows have said something to the first of their cases that the hospital lacks."""
    since = stage.today() - timedelta(days=DAYS)
    for fellow in stage.fellows[:2]:
        rows = unfound_cases(fellow.actor, since, fellow.actor.id, catalogue_of(stage.program_id))
        for row, said in zip(rows, TO_A_CASE[:2], strict=False):
            given = reconciling.Answer(said.value, case_id=row.id)
            reconciling.answer(fellow.actor, given)
