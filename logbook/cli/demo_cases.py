"""Cases as a clinic could have had them: which kind, by whom, how it went. All from one seed."""

from dataclasses import dataclass
from datetime import date
from random import Random

from logbook.cli.demo_curves import DRAWN_APART, effort
from logbook.domain.case_content import CaseContent
from logbook.domain.catalogue import CaseKind, CaseRole, FieldKind, FieldSpec, Procedure
from logbook.domain.curriculum import Curriculum
from logbook.domain.requirements import counted_cases

# Published: 493 events in 26,061 interventional pain procedures (1.9 %; Carr 2016). A report on
# the same series: vasovagal 1.1 %, aborted 0.6 %, dural puncture and emergency transfer < 0.1 %.
# The aborted ones are among the events, so here a procedure is abandoned after a complication.
# What is left of the 1.9 % is shared by the two that the report does not number.
COMPLICATIONS = (
    ("vasovagal", 0.011),
    ("vascular_puncture", 0.004),
    ("intravascular_contrast", 0.003),
    ("dural_puncture", 0.0004),
    ("emergency_transfer", 0.0008),
)
ABANDONED = 0.006
"""Of all procedures; none after a vasovagal reaction, which settles."""
OTHER_CATEGORIES = 2
"""Weight of a category that no requirement counts."""

INDICATIONS = {
    "spine_lumbar_sacral": (
        "lumbar radicular pain",
        "lumbar spinal stenosis",
        "axial low back pain",
    ),
    "spine_cervical_thoracic": (
        "cervical radicular pain",
        "axial neck pain",
        "thoracic facet pain",
    ),
    "rf_neurolytic": ("facet pain after two positive blocks", "sacroiliac pain after blocks"),
    "sympathetic_block": ("complex regional pain syndrome", "cancer pain of the upper abdomen"),
    "peripheral_block_us": ("occipital neuralgia", "post-thoracotomy pain", "shoulder pain"),
    "joint_bursa": ("knee osteoarthritis", "trochanteric bursitis", "shoulder osteoarthritis"),
    "trigger_point": ("myofascial pain", "neck and shoulder myofascial pain"),
    "scs_trial": ("persistent spinal pain after surgery", "complex regional pain syndrome"),
}
ANY_INDICATION = ("chronic pain", "acute postoperative pain", "cancer pain", "assessment of pain")

FEEDBACK = (
    "Smooth needle handling; next time say the contrast pattern out loud before injecting.",
    "Good planning of the trajectory. Work on a second oblique view before advancing.",
    "You explained the risks in plain words and checked what was understood. Keep that.",
    "Needle tip was lost twice under ultrasound: slow down and keep the probe still.",
    "Well prepared, anticoagulant status checked early. Next step: lead the time-out.",
    "Safe and calm. Try to reduce fluoroscopy by collimating earlier.",
    "Clear handover afterwards. Next time document the sensory level at discharge.",
    "Good choice of level from the images; ask for a lateral view a little sooner.",
    "",
    "",
)
RETURNS = (
    "Please add the levels that were treated.",
    "The side does not fit the indication; please check.",
    "Please state the guidance that was used.",
)
REFLECTIONS = (
    "Took longer than planned; I will prepare the oblique view before draping.",
    "First one where I kept the tip in view all the way.",
    "I should have stopped earlier and asked for help with the second level.",
)


@dataclass(frozen=True, slots=True)
class Habit:
    """What shapes one fellow's cases."""

    weights: dict[str, float]
    """By category."""

    def category(self, random: Random) -> str:
        return random.choices(list(self.weights), list(self.weights.values()))[0]


def habit_of(curriculum: Curriculum, starved_of: frozenset[str], random: Random) -> Habit:
    """A mix of categories near what the requirements ask for, a little different for everybody."""
    weights = dict.fromkeys(curriculum.categories, float(OTHER_CATEGORIES))
    for wanted in curriculum.requirements.values():
        if counted := counted_cases(wanted):
            weights[counted.category] = (wanted.required or OTHER_CATEGORIES) + 2.0
    for category in weights:
        weights[category] *= random.uniform(0.92, 1.12)
        if category in starved_of:
            weights[category] *= 0.08
    return Habit(weights)


def a_case(
    curriculum: Curriculum, habit: Habit, day: date, done: float, random: Random
) -> CaseContent:
    """One case of this day. `done`: the share of the training that is over."""
    category = habit.category(random)
    kinds = [one for one in curriculum.procedures.values() if one.category == category]
    procedure = random.choices(kinds, [1 / (n + 1) for n in range(len(kinds))])[0]
    is_procedure = procedure.kind is CaseKind.PROCEDURE
    complications = _complications(random) if is_procedure else ()
    outcome = _outcome(complications, done, random) if is_procedure else "success"
    return CaseContent(
        procedure=procedure.id,
        performed_on=day,
        role=_role(done, random),
        setting=_setting(procedure, random),
        age_band=_age_band(category, random),
        indication=random.choice(INDICATIONS.get(category, ANY_INDICATION)),
        outcome=outcome,
        complications=complications,
        reflection=random.choice(REFLECTIONS) if random.random() < 0.06 else "",
        details=_details(procedure, day, done, random),
    )


def _role(done: float, random: Random) -> CaseRole:
    """From watching to acting alone, as the year goes on."""
    weights = {
        CaseRole.OBSERVED: max(0.02, 0.09 - 0.15 * done),
        CaseRole.ASSISTED: max(0.03, 0.14 - 0.2 * done),
        CaseRole.PERFORMED_DIRECT: 0.74 - 0.3 * done,
        CaseRole.PERFORMED_INDIRECT: 0.05 + 0.5 * done,
        CaseRole.TAUGHT: 0.06 * done,
    }
    return random.choices(list(weights), list(weights.values()))[0]


def _outcome(complications: tuple[str, ...], done: float, random: Random) -> str:
    grave = sum(rate for code, rate in COMPLICATIONS if code != "vasovagal")
    if complications and complications != ("vasovagal",) and random.random() < ABANDONED / grave:
        return "abandoned"
    if random.random() < 0.09 * (1 - done) + 0.01:
        return "handed_over"
    return "failed" if random.random() < 0.02 else "success"


def _complications(random: Random) -> tuple[str, ...]:
    """At most one."""
    luck = random.random()
    for code, rate in COMPLICATIONS:
        if luck < rate:
            return (code,)
        luck -= rate
    return ()


def _setting(procedure: Procedure, random: Random) -> str:
    if procedure.kind is not CaseKind.PROCEDURE:
        return random.choice(("clinic_suite", "ward"))
    return random.choices(
        ("clinic_suite", "ambulatory_surgery_center", "operating_room", "radiology"), (6, 3, 1, 1)
    )[0]


def _age_band(category: str, random: Random) -> str:
    if category == "pediatric":
        return "1-17"
    return random.choices(("18-39", "40-64", "65-79", "80+"), (2, 5, 4, 1))[0]


def _details(procedure: Procedure, day: date, done: float, random: Random) -> dict[str, object]:
    drawn = (spec for spec in procedure.fields if spec.name not in DRAWN_APART)
    said = {spec.name: value for spec in drawn if (value := _value(spec, random))}
    if "fluoroscopy_time" in said and random.random() < 0.6:
        said["dose_area_product"] = f"{random.randint(40, 900) / 10:.1f}"
        said["dose_area_product_unit"] = "cGy_cm2"
    return said | effort(procedure, day, done, said)


NUMBERS = {
    "fluoroscopy_time": (8, 75),
    "needle_gauge": (20, 25),
    "lesion_time": (90, 120),
    "lesion_temperature": (80, 85),
    "lesion_count": (1, 4),
    "lead_count": (1, 2),
    "attempts": (1, 2),
}
SELDOM = {
    "dose_area_product_unit",
    "first_pass",
    "consent",
    "time_out",
    "anticoagulant",
    "pain_before",
    "pain_after",
}


def _value(spec: FieldSpec, random: Random) -> object:
    """A likely value of a field; None where people leave it blank."""
    if spec.name == "levels" and spec.choices:
        offered = list(spec.choices)
        first = random.randrange(len(offered))
        return offered[first : first + random.choice((1, 1, 2))]
    if spec.name == "laterality" and spec.choices:
        offered = list(spec.choices)
        return random.choices(offered, [3, 3, 2, 1][: len(offered)])[0]
    if spec.name in NUMBERS:
        low, high = NUMBERS[spec.name]
        return max(spec.low, min(spec.high, random.randint(low, high)))
    if spec.choices and (spec.required or spec.name not in SELDOM) and spec.companion is None:
        plain = [code for code in spec.choices if code not in ("none_given", "other")]
        if spec.required or random.random() < 0.8:
            chosen = random.choice(plain or list(spec.choices))
            return [chosen] if spec.kind is FieldKind.CHOICES else chosen
    return None
