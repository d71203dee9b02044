"""What the address of the cohort asks for: filters, order, and which of two tables."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any
from urllib.parse import urlencode

from flask import url_for

from logbook.domain.heat import Heat
from logbook.queries.heatmap import HeatRow, HeatTable


class By(StrEnum):
    """The columns of the table."""

    COMPETENCY = "competency"
    REQUIREMENT = "requirement"


class Sort(StrEnum):
    RISK = "risk"
    NAME = "name"


LONGEST = 64
"""Of a value; nothing that the page knows is longer."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Empty: everybody."""

    by: str = By.COMPETENCY
    sort: str = Sort.RISK
    state: str = ""
    site: str = ""
    rotation: str = ""
    began: str = ""
    """In which academic year the training began."""

    @classmethod
    def read(cls, said: Mapping[str, str]) -> "Asked":
        """What the page does not know is left out."""
        found = {one.name: said.get(one.name, "")[:LONGEST] for one in fields(cls)}
        found["by"] = found["by"] if found["by"] in tuple(By) else By.COMPETENCY
        found["sort"] = found["sort"] if found["sort"] in tuple(Sort) else Sort.RISK
        found["state"] = found["state"] if found["state"] in tuple(Heat) else ""
        return cls(**found)

    @property
    def by_name(self) -> bool:
        return self.sort == Sort.NAME

    @property
    def by_requirement(self) -> bool:
        return self.by == By.REQUIREMENT

    @property
    def active(self) -> int:
        """How many filters of the form are in force."""
        return sum(bool(one) for one in (self.site, self.rotation, self.began))

    def said(self, **but: str) -> dict[str, str]:
        """As an address says it: what is as usual is left out."""
        usual = Asked()
        now = {one.name: getattr(self, one.name) for one in fields(self)} | but
        return {name: value for name, value in now.items() if value != getattr(usual, name)}

    def url(self, **but: str) -> str:
        named: dict[str, Any] = self.said(**but)
        return url_for("cohort.show", **named)

    @property
    def query(self) -> str:
        return urlencode(self.said())

    def rows(self, table: HeatTable) -> list[HeatRow]:
        """The hottest first, as the table has them, or by name."""
        found = [row for row in table.rows if self._wants(row)]
        return sorted(found, key=lambda row: row.enrolled.fellow) if self.by_name else found

    def _wants(self, row: HeatRow) -> bool:
        wanted = (
            (self.state, row.heat.value),
            (self.site, str(row.place.site_id)),
            (self.rotation, row.place.rotation),
            (self.began, str(row.class_year)),
        )
        return all(not one or one == there for one, there in wanted)
