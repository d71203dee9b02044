"""A learning curve as its chart, in the reader's language."""

from collections.abc import Sequence

from flask_babel import gettext, ngettext

from logbook.domain.curve_measures import BODY_MASS
from logbook.domain.learning_curves import CurveRule, Method
from logbook.queries.curves import Curve, CurveCase, Watch
from logbook.web.charts_curves import CurveDrawing, LimitLine, Plotted
from logbook.web.words import language, words

NOTHING = "–"


def drawing(found: Curve) -> CurveDrawing:
    """All cases, by the chosen method."""
    limits = cusum_limits if found.method is Method.CUSUM else lc_cusum_limit
    return CurveDrawing(
        title=f"{found.procedure.name.in_(language())}: {method_name(found.method)}",
        description=_described(found.cases, words(found.reading.words)),
        points=_plotted(found, found.cases, found.reading.sums),
        limits=limits(found.rule),
        rows=row_names(found),
        at=found.reading.at,
        axis=gettext("Case"),
    )


def watch_drawing(found: Curve, watch: Watch) -> CurveDrawing:
    """The cases since the sign-off, by CUSUM."""
    cases = [one for one in found.cases if one.on > watch.since]
    return CurveDrawing(
        title=gettext("Since the sign-off"),
        description=_described(cases, words(watch.reading.words)),
        points=_plotted(found, cases, watch.reading.sums),
        limits=cusum_limits(found.rule),
        rows=row_names(found),
        at=watch.reading.at,
        axis=gettext("Case"),
    )


def method_name(method: Method) -> str:
    return "LC-CUSUM" if method is Method.LC_CUSUM else "CUSUM"


def lc_cusum_limit(rule: CurveRule) -> list[LimitLine]:
    limit = rule.lc_cusum.limit
    told = gettext("Limit, simulated for %(cases)s cases; %(rates)s", **_said(rule))
    return [LimitLine(limit.height, told)]


def cusum_limits(rule: CurveRule) -> list[LimitLine]:
    chart = rule.cusum
    upper = gettext("Upper limit h1 (Kestin, Rogers); %(rates)s", **_said(rule))
    lower = gettext("Lower limit h0 (Kestin, Rogers); %(rates)s", **_said(rule))
    return [LimitLine(chart.upper, upper), LimitLine(chart.lower, lower)]


def _said(rule: CurveRule) -> dict[str, object]:
    rates = f"{rule.acceptable}/{rule.unacceptable} %"
    return {"cases": rule.cases, "rates": rates}


def row_names(found: Curve) -> tuple[str, ...]:
    """What is told under each case; the body mass only where somebody has said it."""
    names = (gettext("Level of entrustment"), gettext("Levels times sides"))
    if any(BODY_MASS in one.details for one in found.cases):
        return (*names, gettext("Body mass band"))
    return names


def bands(found: Curve) -> dict[str, tuple[int, str]]:
    """The number and the words of each body-mass band, by its code."""
    field = found.procedure.field(BODY_MASS)
    choices = (field.choices or {}) if field is not None else {}
    return {
        code: (number, one.label.in_(language()))
        for number, (code, one) in enumerate(choices.items(), 1)
    }


def _plotted(found: Curve, cases: Sequence[CurveCase], sums: Sequence[float]) -> list[Plotted]:
    known, wide = bands(found), len(row_names(found))
    return [
        Plotted(value, one.failed, _below(one, known)[:wide])
        for one, value in zip(cases, sums, strict=True)
    ]


def _below(one: CurveCase, known: dict[str, tuple[int, str]]) -> tuple[str, ...]:
    number = known.get(str(one.details.get(BODY_MASS)), (0, ""))[0]
    return one.level or NOTHING, str(one.level_sides), str(number or NOTHING)


def _described(cases: Sequence[CurveCase], verdict: str) -> str:
    failed = sum(one.failed for one in cases)
    counted = ngettext("%(num)s case", "%(num)s cases", len(cases))
    failures = ngettext("%(num)s failure", "%(num)s failures", failed)
    return f"{counted}, {failures}. {verdict}"
