"""Which procedures of the shipped curricula the codes of hospitals probably are."""

import csv
from collections.abc import Mapping
from functools import cache

from logbook.services.curriculum import SHIPPED

FILE = SHIPPED / "likely_cpt.csv"


@cache
def likely_by_cpt() -> Mapping[str, str]:
    """Ids of procedures by CPT code, from the descriptors of the American Medical Association's
    code set as payers publish them (62320 to 62323: interlaminar epidurals; 64479 to 64484:
    transforaminal; 64490 to 64495: facet joints; 64633 to 64636: destruction of facet nerves)."""
    with FILE.open(newline="", encoding="utf-8") as file:
        return {row["code"]: row["procedure"] for row in csv.DictReader(file)}
