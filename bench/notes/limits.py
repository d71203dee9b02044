"""What the guard is known not to find, or only now and then. Measured and told, not aimed at."""

from bench.notes.names import HELD
from bench.notes.sentences import Family, Sentences

ENGLISH = Sentences(
    telling={
        "bare name": (
            "[[{full}]] had a good response.",
            "Block for [[{surname}]] went well.",
            "[[{surname}]] room 4.",
        ),
        "lower case": ("mr [[{lower}]] asked to stop", "seen with mrs [[{lower}]] today"),
        "spelled": ("Mr [[{spelled}]] was prone.",),
        "town": ("She came from [[{town}]] by bus.",),
    },
    clean=("Needle repositioned twice, then good sensory stimulation.",),
    hard=("Dr Raj technique at {level}.",),
)
INDONESIAN = Sentences(
    telling={
        "bare name": ("[[{nama}]] merasa lebih baik.", "Blok untuk [[{nama}]] lancar."),
        "lower case": ("tn. [[{kecil}]] minta berhenti", "ibu [[{kecil}]] takut jarum"),
        "spelled": ("Tn. [[{spelled}]] posisi prone.",),
        "town": ("Datang dari [[{kota}]] naik bus.",),
    },
    clean=("Penyebaran kontras baik, tidak ada aspirasi darah.",),
    hard=("Teknik Dr. Raj di {level}.",),
)

FAMILY = Family(HELD, {"en": ENGLISH, "id": INDONESIAN})
