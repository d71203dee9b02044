"""Numbers and dates as they are written in hospitals of three countries, each valid of its kind.

Sources: SSN, ssa.gov/employer/randomization.html; Medicare Beneficiary Identifier,
cms.gov "Understanding the MBI format"; NHS number, datadictionary.nhs.uk (modulo 11); NIK, sixteen
digits, of which six are the day of birth, forty added for women (Permendagri 19/2010, Article 37);
BPJS Kesehatan card, thirteen digits that begin with 000.
"""

from collections.abc import Callable
from random import Random

from bench.notes.names import Names

Maker = Callable[[Random, Names], str]

MONTHS = "January February March April May June July August September October November December"
BULAN = "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember"
MBI_LETTERS = "ACDEFGHJKMNPQRTUVWXY"


def digits(draw: Random, count: int) -> str:
    return "".join(draw.choice("0123456789") for _ in range(count))


def record(draw: Random, _names: Names) -> str:
    forms: tuple[Callable[[], str], ...] = (
        lambda: digits(draw, draw.randint(5, 8)),
        lambda: f"{digits(draw, 2)}-{digits(draw, 2)}-{digits(draw, 2)}",
        lambda: f"{digits(draw, 3)}.{digits(draw, 3)}",
        lambda: f"{draw.choice('ABHKM')}{digits(draw, 6)}",
        lambda: f"00{digits(draw, 2)}-{digits(draw, 4)}",
    )
    return draw.choice(forms)()


def ssn(draw: Random, _names: Names) -> str:
    area = draw.choice([number for number in range(1, 900) if number != 666])
    return f"{area:03}-{draw.randint(1, 99):02}-{draw.randint(1, 9999):04}"


def mbi(draw: Random, _names: Names) -> str:
    either = MBI_LETTERS + "0123456789"
    parts = ("123456789", MBI_LETTERS, either, "0123456789", MBI_LETTERS, either, "0123456789")
    number = "".join(map(draw.choice, (*parts, MBI_LETTERS, MBI_LETTERS, *["0123456789"] * 2)))
    return f"{number[:4]}-{number[4:7]}-{number[7:]}" if draw.random() < 0.5 else number


def nhs(draw: Random, _names: Names) -> str:
    while True:
        nine = digits(draw, 9)
        rest = 11 - sum(int(one) * (10 - at) for at, one in enumerate(nine)) % 11
        if rest != 10:
            break
    number = nine + str(rest % 11)
    return draw.choice((number, f"{number[:3]} {number[3:6]} {number[6:]}"))


def nik(draw: Random, _names: Names) -> str:
    day = draw.randint(1, 28) + draw.choice((0, 40))
    region = draw.choice(("3174", "3273", "3578", "1271", "5171", "7371"))
    born = f"{day:02}{draw.randint(1, 12):02}{draw.randint(0, 99):02}"
    number = f"{region}{draw.randint(1, 20):02}{born}{draw.randint(1, 30):04}"
    spaced = " ".join(number[at : at + 4] for at in range(0, 16, 4))
    return draw.choice((number, number, spaced))


def bpjs(draw: Random, _names: Names) -> str:
    return f"000{digits(draw, 10)}"


def us_phone(draw: Random, _names: Names) -> str:
    area, middle, last = draw.randint(201, 989), draw.randint(200, 999), digits(draw, 4)
    return draw.choice(
        (f"({area}) {middle}-{last}", f"{area}-{middle}-{last}", f"+1 {area} {middle} {last}")
    )


def id_phone(draw: Random, _names: Names) -> str:
    start, last = draw.choice(("812", "813", "857", "878", "896")), digits(draw, 4)
    middle = digits(draw, 4)
    return draw.choice(
        (f"0{start}-{middle}-{last}", f"0{start}{middle}{last}", f"+62 {start} {middle} {last}")
    )


def uk_phone(draw: Random, _names: Names) -> str:
    return draw.choice((f"07{digits(draw, 3)} {digits(draw, 6)}", f"+44 7{digits(draw, 9)}"))


def mail(draw: Random, names: Names) -> str:
    name = draw.choice(names.english).replace("'", "").lower()
    host = draw.choice(("example.com", "mail.example.org", "example.co.id"))
    return draw.choice((f"{name}{digits(draw, 2)}@{host}", f"{name[0]}.{name}@{host}"))


def web(draw: Random, names: Names) -> str:
    name = draw.choice(names.first).lower()
    return draw.choice(
        (f"https://example.com/p/{name}.{digits(draw, 3)}", f"www.{name}-story.example.org/me")
    )


def day_of(draw: Random, since: int, until: int, months: str, style: int) -> str:
    year, month, day = draw.randint(since, until), draw.randint(1, 12), draw.randint(1, 28)
    name = months.split()[month - 1]
    return (
        f"{day:02}/{month:02}/{year}",
        f"{day} {name} {year}",
        f"{year}-{month:02}-{day:02}",
        f"{day}-{month}-{year}",
        f"{name} {day}, {year}",
        f"{month}/{day}/{year % 100:02}",
    )[style]


def birthday(draw: Random, _names: Names) -> str:
    return day_of(draw, 1938, 2004, MONTHS, draw.randrange(6))


def lahir(draw: Random, _names: Names) -> str:
    return day_of(draw, 1938, 2004, BULAN, draw.randrange(4))


def day_done(draw: Random, _names: Names) -> str:
    """The day of a procedure or of a picture."""
    return day_of(draw, 2019, 2026, MONTHS, draw.randrange(6))


def hari(draw: Random, _names: Names) -> str:
    return day_of(draw, 2019, 2026, BULAN, draw.randrange(4))


def address(draw: Random, names: Names) -> str:
    town, state, code = draw.choice(names.towns)
    street = f"{draw.randint(2, 9900)} {draw.choice(names.streets)}"
    return draw.choice((f"{street}, {town}, {state} {code}", f"{street}, {town}", street))


def uk_address(draw: Random, names: Names) -> str:
    town, code = draw.choice(names.british)
    return f"{draw.randint(1, 240)} {draw.choice(names.streets)}, {town} {code}"


def alamat(draw: Random, names: Names) -> str:
    street, number = draw.choice(names.jalan), draw.randint(1, 200)
    more = f" RT {draw.randint(1, 12):02}/RW {draw.randint(1, 12):02}"
    return draw.choice(
        (
            f"Jl. {street} No. {number}, {draw.choice(names.kota)}",
            f"Jalan {street} {number}{more}",
            f"Jl {street} no {number}",
        )
    )


def surname(draw: Random, names: Names) -> str:
    return draw.choice(names.english)


def full(draw: Random, names: Names) -> str:
    return f"{draw.choice(names.first)} {draw.choice(names.english)}"


def nama(draw: Random, names: Names) -> str:
    one, other = draw.sample(names.indonesian, 2)
    return draw.choice((one, f"{one} {other}"))


def lower(draw: Random, names: Names) -> str:
    return draw.choice(names.english).lower()


def kecil(draw: Random, names: Names) -> str:
    return draw.choice(names.indonesian).lower()


def spelled(draw: Random, names: Names) -> str:
    return " ".join(draw.choice(names.english).upper())


def number(low: int, high: int) -> Maker:
    return lambda draw, _names: str(draw.randint(low, high))


def one_of(*choices: str) -> Maker:
    return lambda draw, _names: draw.choice(choices)


MAKERS: dict[str, Maker] = {
    "record": record, "ssn": ssn, "mbi": mbi, "nhs": nhs, "nik": nik, "bpjs": bpjs,
    "us_phone": us_phone, "id_phone": id_phone, "uk_phone": uk_phone, "mail": mail, "web": web,
    "birthday": birthday, "lahir": lahir, "day_done": day_done, "hari": hari,
    "address": address, "uk_address": uk_address, "alamat": alamat,
    "surname": surname, "full": full, "nama": nama,
    "lower": lower, "kecil": kecil, "spelled": spelled,
    "town": lambda draw, names: draw.choice(names.towns)[0],
    "kota": lambda draw, names: draw.choice(names.kota),
    "age": number(18, 88), "mg": number(2, 900), "ml": one_of("0.5", "1", "1,5", "2", "10"),
    "lot": lambda draw, _names: f"{draw.choice('ABCX')}{digits(draw, 5)}",
    "model": one_of("97715", "97714", "3662", "8637-40", "SC-1232", "3772ANS", "977C265"),
    "level": one_of("L4-5", "L5-S1", "C5/6", "T10-T11", "L3/4/5", "C3-5", "S1"),
    "side": one_of("left", "right", "bilateral"), "sisi": one_of("kiri", "kanan", "bilateral"),
    "score": number(0, 9), "clock": one_of("07:30", "14:05", "09.15", "16:40"),
    "second": number(30, 240), "hertz": one_of("40", "50", "1200", "10000"),
    "drug": one_of("gabapentin", "tramadol", "duloxetine", "MS Contin", "pregabalin"),
}  # fmt: skip
"""What a blank of a sentence is filled with, by its name."""
