"""The words of forecasts: how likely, and how sure."""

from flask_babel import gettext

from logbook.domain.outlook import Likelihood
from logbook.web.words import LABELS

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


def tone(likelihood: Likelihood) -> str:
    return TONES[likelihood]
