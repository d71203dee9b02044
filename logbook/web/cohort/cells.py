"""The cells of the cohort: shape, digit and numbers say the same, and each is a link."""

from collections.abc import Iterable, Mapping

from flask import url_for
from flask_babel import format_date, gettext
from markupsafe import Markup

from logbook.domain.heat import HOTTEST_FIRST
from logbook.policy.actors import Actor
from logbook.queries.heatmap import HeatCell, HeatGroup, HeatRow
from logbook.web.cohort.labels import digit, shape
from logbook.web.standing import chance
from logbook.web.words import label, language, words
from logbook.web.year.links import Links

WORST = 3
"""So many stand open on a phone."""

CELL = Markup(
    '<td class="lb-heat is-heat-{}"><a href="{}" aria-label="{}"{}>{}<b>{}</b>'
    "<span>{}</span></a></td>"
)
ITEM = Markup(
    '<li><a class="lb-row" href="{}"{}><span class="lb-heat-sample is-heat-{}">{}<b>{}</b></span>'
    "<span>{}</span><span>{}</span></a></li>"
)
SHELF = Markup('<tr class="lb-heat-shelf"><th scope="colgroup" colspan="{}">{} · {}</th></tr>\n')
ACROSS = Markup('<tr><th scope="row">{}</th>{}</tr>\n')
COUNT, SUM = Markup(' data-count="{}"'), Markup(' data-count="{}" data-sum="met"')


def of_competency(row: HeatRow, one: HeatGroup) -> Markup:
    """Opens the fellow's page at the competency, where its requirements are."""
    group = one.group
    said = gettext(
        "%(fellow)s, %(code)s %(competency)s: %(state)s. %(met)s of %(asked)s requirements met.",
        fellow=row.enrolled.fellow,
        code=group.competency.code,
        competency=group.competency.name.in_(language()),
        state=label(one.heat),
        met=group.met_count,
        asked=len(group.asked),
    )
    return CELL.format(
        one.heat.value,
        _page(row, group.competency.id),
        f"{said} {_hottest(one)}".strip(),
        SUM.format(group.met_count),
        shape(one.heat),
        digit(one.heat),
        f"{group.met_count}/{len(group.asked)}",
    )


def _hottest(one: HeatGroup) -> str:
    """Which requirement gives a competency its state, and how likely it is met."""
    cell = one.hottest
    if cell.outlook is None or cell.outlook.probability is None:
        return ""
    name = cell.line.requirement.name.in_(language())
    return gettext("%(name)s: %(forecast)s", name=name, forecast=_forecast(cell))


def of_requirement(row: HeatRow, cell: HeatCell, links: "CellLinks") -> Markup:
    """Opens its evidence."""
    line = cell.line
    said = gettext(
        "%(fellow)s, %(requirement)s: %(state)s, %(credit)s.",
        fellow=row.enrolled.fellow,
        requirement=line.requirement.name.in_(language()),
        state=label(cell.heat),
        credit=_credit(cell),
    )
    href, counted = links.of(cell)
    return CELL.format(
        cell.heat.value,
        href,
        f"{said} {_forecast(cell)}".strip(),
        COUNT.format(line.credit) if counted else "",
        shape(cell.heat),
        digit(cell.heat),
        line.credit if line.required is None else f"{line.credit}/{line.required}",
    )


def _credit(cell: HeatCell) -> str:
    line = cell.line
    if line.required is None:
        return gettext("%(credit)s, no figure set", credit=line.credit)
    return gettext("%(credit)s of %(required)s", credit=line.credit, required=line.required)


def _forecast(cell: HeatCell) -> str:
    """The probability and the expected day; nothing where there is no forecast."""
    outlook = cell.outlook
    if outlook is None or outlook.probability is None or cell.line.met:
        return ""
    told = gettext("On the last day: %(chance)s.", chance=chance(outlook.probability))
    if outlook.expected_on is None:
        return told
    day = format_date(outlook.expected_on, "medium")
    return f"{told} " + gettext("Expected on %(day)s.", day=day)


def worst_competencies(row: HeatRow) -> tuple[list[Markup], list[Markup]]:
    """For a phone: three that stand open, and the rest."""
    found = sorted(
        row.groups.values(),
        key=lambda one: (HOTTEST_FIRST.index(one.heat), one.hottest.chance),
    )
    items = [
        _item(
            _page(row, one.group.competency.id),
            SUM.format(one.group.met_count),
            one,
            f"{one.group.competency.code} {one.group.competency.name.in_(language())}",
            f"{one.group.met_count}/{len(one.group.asked)}",
        )
        for one in found
    ]
    return items[:WORST], items[WORST:]


def worst_requirements(row: HeatRow, links: "CellLinks") -> list[Markup]:
    """For a phone: three; the fellow's forecast has them all."""
    found = sorted(row.cells.values(), key=lambda one: (HOTTEST_FIRST.index(one.heat), one.chance))
    return [_requirement_item(one, links) for one in found[:WORST]]


def _requirement_item(one: HeatCell, links: "CellLinks") -> Markup:
    href, counted = links.of(one)
    mark = COUNT.format(one.line.credit) if counted else Markup("")
    name = one.line.requirement.name.in_(language())
    return _item(href, mark, one, name, f"{one.line.credit}/{one.line.required or '–'}")


def _item(href: str, mark: Markup, one: HeatCell | HeatGroup, name: str, number: str) -> Markup:
    state = one.heat
    said = Markup('{}<span class="visually-hidden">, {}</span>').format(name, label(state))
    return ITEM.format(href, mark, state.value, shape(state), digit(state), said, number)


def _page(row: HeatRow, competency: str) -> str:
    return url_for("cohort.fellow", enrollment_id=row.enrolled.id, _anchor=competency)


def why_words(row: HeatRow) -> tuple[str, str]:
    """The sentence, and the requirement of which it is told; empty where nothing is at risk."""
    if row.why is None:
        return "", ""
    cell = row.cells[row.why.requirement]
    return words(row.why.why), cell.line.requirement.name.in_(language())


class CellLinks:
    """Where the evidence of one fellow's requirements is."""

    def __init__(self, actor: Actor, row: HeatRow, evidence: Mapping[str, str]) -> None:
        self.links, self.evidence = Links(actor, row.enrolled), evidence
        self.competency = {cell.line.requirement.id: name for name, cell in _with_competency(row)}
        self.row = row

    def of(self, cell: HeatCell) -> tuple[str, bool]:
        """The address, and whether its rows add up to the credit: weeks, hours and patterns are
        reckoned and not counted."""
        if rows := self.links.of_line(cell.line):
            return rows, True
        name = cell.line.requirement.id
        return self.evidence.get(name) or _page(self.row, self.competency[name]), False


def _with_competency(row: HeatRow) -> Iterable[tuple[str, HeatCell]]:
    for name, group in row.groups.items():
        for cell in group.cells:
            yield name, cell
