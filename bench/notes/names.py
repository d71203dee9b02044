"""Names, streets and places that the notes are filled with. Two lists of each: what the guard was
built on, and what it is only measured on. No person is meant."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Names:
    """What one family of notes draws from."""

    english: tuple[str, ...]
    first: tuple[str, ...]
    indonesian: tuple[str, ...]
    streets: tuple[str, ...]
    towns: tuple[tuple[str, str, str], ...]
    """Town, state and ZIP code."""
    jalan: tuple[str, ...]
    kota: tuple[str, ...]
    british: tuple[tuple[str, str], ...]
    """Town and postcode."""


def parts(words: str) -> tuple[str, ...]:
    return tuple(words.split())


DEVELOP = Names(
    english=parts(
        "Alvarez Bennett Carver Dobson Ellery Fitzgerald Garrison Holloway Ibsen Jennings Kovacs "
        "Lindqvist McAllister Norwood O'Brien Prescott Quigley Rutherford Sandoval Thackeray "
        "Underhill Vasquez Wetherby Yamamoto Zimmerman Okafor Nguyen Singh Chen Smith-Jones"
    ),
    first=parts("Alice Brian Carmen David Elena Frank Grace Hugo Irene James Karen Luis"),
    indonesian=parts(
        "Budi Siti Agus Dewi Bambang Ratna Hendra Yuni Joko Wulan Eko Lestari Rahmat Kartini "
        "Slamet Nurhayati Wahyu Indah Darmawan Suparman"
    ),
    streets=("Elm Street", "Maple Ave", "Oak Lane", "Washington Blvd", "Sunset Drive"),
    towns=(("Springfield", "IL", "62704"), ("Dayton", "OH", "45402"), ("Mesa", "AZ", "85201")),
    jalan=("Merdeka", "Sudirman", "Gatot Subroto", "Diponegoro", "Melati"),
    kota=("Bandung", "Surabaya", "Semarang", "Medan"),
    british=(("Leeds", "LS1 4AP"), ("London", "SW1A 2AA"), ("Bristol", "BS8 1TH")),
)

HELD = Names(
    english=parts(
        "Abernathy Blackwood Castellanos Dhillon Eastman Faulkner Grzybowski Hargreaves Iverson "
        "Jaramillo Kirkpatrick Lachance MacDougall Nakamura O'Sullivan Pemberton Rosenthal "
        "Szymanski Tran Uchida Villanueva Whitfield Xu Youngblood Zielinski Adeyemi Bose "
        "D'Angelo Garcia-Lopez Dijkstra"
    ),
    first=parts("Amelia Boris Chloe Dmitri Esther Felix Gwen Harold Ingrid Jamal Keiko Leon"),
    indonesian=parts(
        "Suryanto Maimunah Hartono Fitriani Gunawan Anisa Prasetyo Rohani Supriyadi Kusuma "
        "Mulyono Pertiwi Simanjuntak Nainggolan Wijaya Hidayat Saraswati Tanoto Zulkifli Made"
    ),
    streets=(
        "Birch Road",
        "Chestnut Court",
        "Lincoln Parkway",
        "Harbor View Terrace",
        "5th Avenue",
    ),
    towns=(("Tucson", "AZ", "85719"), ("Lowell", "MA", "01852-1234"), ("Boise", "ID", "83702")),
    jalan=("Ahmad Yani", "Pahlawan", "Kenanga Raya", "Imam Bonjol", "Cempaka Putih Tengah"),
    kota=("Makassar", "Yogyakarta", "Bekasi", "Palembang"),
    british=(("Norwich", "NR2 4SZ"), ("Glasgow", "G12 8QQ"), ("Truro", "TR1 3XX")),
)
