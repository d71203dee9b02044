"""How long the demo's cases took, how much radiation, and how large the patient was: less with
practice, more with levels and size. Drawn apart, so that the rest of the demo stays as it is."""

from datetime import date
from random import Random

from logbook.domain.catalogue import Procedure
from logbook.domain.curve_measures import BODY_MASS, DOSE, DOSE_UNIT, FLUOROSCOPY, TIME

DRAWN_APART = frozenset({TIME, BODY_MASS})

NOVICE, PRACTICED = 24.0, 13.0
"""Minutes of a one-level procedure at the beginning of the training and at its end."""
BAND_WEIGHTS = (1, 7, 8, 5, 1)
BAND_FACTORS = (0.7, 0.85, 1.0, 1.5, 2.3)
"""How much more dose each body-mass band takes. Made up for the demo."""
DOSE_A_SECOND = 1.4
"""cGy·cm² a second at the middle band. Made up for the demo."""


def effort(
    procedure: Procedure, day: date, done: float, details: dict[str, object]
) -> dict[str, object]:
    """What is said of one case beside the rest of its details. `done`: the share of the training
    that is over."""
    time = procedure.field(TIME)
    band = procedure.field(BODY_MASS)
    if time is None or band is None or not band.choices:
        return {}
    random = Random(f"{day} {procedure.id} {sorted(details.items(), key=str)}")
    levels = details.get("levels")
    sites = len(levels) if isinstance(levels, list) else 1
    place = random.choices(range(len(BAND_WEIGHTS)), BAND_WEIGHTS)[0]
    practice = max(0.0, 1 - 1.3 * done)
    minutes = (PRACTICED + (NOVICE - PRACTICED) * practice + 4 * (sites - 1)) * spread(random)
    said: dict[str, object] = {TIME: round(minutes)}
    if random.random() < 0.85:
        said[BODY_MASS] = list(band.choices)[place]
    if FLUOROSCOPY in details:
        seconds = (18 + 26 * practice + 9 * (sites - 1)) * spread(random)
        said[FLUOROSCOPY] = round(seconds)
        if DOSE in details:
            dose = seconds * DOSE_A_SECOND * BAND_FACTORS[place] * spread(random)
            said |= {DOSE: f"{dose:.1f}".removesuffix(".0"), DOSE_UNIT: "cGy_cm2"}
    return said


def spread(random: Random) -> float:
    """Around one, never far below."""
    return max(0.6, random.gauss(1.0, 0.2))
