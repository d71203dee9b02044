"""The words of forecasts: how likely, and how sure."""

from flask_babel import format_percent, gettext

from logbook.domain.outlook import Likelihood
from logbook.web.words import LABELS

SURELY = 0.99

LABELS.update(
    {
        Likelihood.MET: lambda: gettext("met"),
        Likelihood.VERY_LIKELY: lambda: gettext("very likely"),
        Likelihood.LIKELY: lambda: gettext("likely"),
        Likelihood.OPEN: lambda: gettext("open"),
        Likelihood.UNLIKELY: lambda: gettext("unlikely"),
        Likelihood.VERY_UNLIKELY: lambda: gettext("very unlikely"),
        Likelihood.UNKNOWN: lambda: gettext("no forecast"),
    }
)

TONES = {
    Likelihood.MET: "ok",
    Likelihood.VERY_LIKELY: "ok",
    Likelihood.LIKELY: "ok",
    Likelihood.OPEN: "wait",
    Likelihood.UNLIKELY: "warn",
    Likelihood.VERY_UNLIKELY: "bad",
    Likelihood.UNKNOWN: "mute",
}


def chance(probability: float | None) -> str:
    """In whole percent; never 0 or 100, which no forecast knows."""
    if probability is None:
        return "–"
    if probability > SURELY:
        return gettext("over %(percent)s", percent=format_percent(SURELY))
    if probability < 1 - SURELY:
        return gettext("under %(percent)s", percent=format_percent(1 - SURELY))
    return str(format_percent(round(probability, 2)))


def tone(likelihood: Likelihood) -> str:
    return TONES[likelihood]
