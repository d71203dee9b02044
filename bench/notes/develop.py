"""The family of notes on which the guard was built."""

from bench.notes.names import DEVELOP
from bench.notes.sentences import Family, Sentences

ENGLISH = Sentences(
    telling={
        "name": (
            "Mr [[{surname}]] had a good response to the last block.",
            "Discussed the risks with Mrs. [[{surname}]] and her daughter.",
            "Ms [[{full}]] was positioned prone.",
            "Patient's name: [[{full}]].",
            "The patient, Mr. [[{full}]], asked to stop.",
        ),
        "birth": (
            "DOB [[{birthday}]].",
            "Date of birth: [[{birthday}]], {age} y.",
            "She was born on [[{birthday}]].",
        ),
        "record": (
            "MRN [[{record}]].",
            "Medical record number: [[{record}]].",
            "See hospital no. [[{record}]] for the images.",
        ),
        "phone": (
            "Call back on [[{us_phone}]] tomorrow.",
            "Mobile [[{uk_phone}]].",
            "Phone: [[{us_phone}]].",
        ),
        "national": (
            "SSN [[{ssn}]] on the consent.",
            "NHS number [[{nhs}]].",
            "Social security [[{ssn}]].",
        ),
        "insurance": ("Medicare ID [[{mbi}]].", "Medicare number [[{mbi}]] was checked."),
        "address": ("Lives at [[{address}]].", "Address: [[{uk_address}]]."),
        "mail": ("Send the diary to [[{mail}]].",),
        "web": ("Photos are at [[{web}]].",),
    },
    clean=(
        "{level} transforaminal epidural on the {side} under fluoroscopy.",
        "Contrast spread was satisfactory and there was no vascular uptake.",
        "Needle repositioned twice, then good sensory stimulation.",
        "I need to work on keeping the needle coaxial.",
        "Pain fell from {score}/10 to 2/10 within half an hour.",
        "Supervisor took over for the last level.",
        "Aspiration was negative for blood and fluid.",
        "Patient tolerated the procedure well and went home with a driver.",
    ),
    hard=(
        "{mg} mg {drug} daily, {ml} mL of 0.25% bupivacaine at {level}.",
        "Pulsed RF at 42 °C for {second} s, 2 Hz, 20 ms.",
        "IPG model {model}, lot {lot}.",
        "Used a Dr. Racz catheter through a 16 G RX Coude needle.",
        "Last injection on {day_done}.",
        "MRI of {day_done} shows stenosis at {level}.",
        "{age}-year-old with failed back surgery, trial at {hertz} Hz.",
        "Fluoroscopy {second} s, 12.5 mGy, {mg} cGy·cm2.",
        "Discussed with Dr. Hill before the block.",
        "Mr. S did better than Mr. P last week.",
        "Iohexol 240 mgI/mL, {ml} mL, batch {lot}.",
        "Tn I normal, BP 120/80, HR 90, SpO2 98%.",
        "See Cohen 2020, doi 10.1136/rapm-2019-100932.",
    ),
)

INDONESIAN = Sentences(
    telling={
        "name": (
            "Tn. [[{nama}]] merasa lebih baik setelah blok.",
            "Ibu [[{nama}]] takut jarum.",
            "Edukasi diberikan kepada Bapak [[{nama}]].",
            "Ny. [[{nama}]] posisi prone.",
            "Nama pasien: [[{nama}]].",
        ),
        "birth": (
            "Tanggal lahir [[{lahir}]].",
            "Lahir [[{lahir}]], usia {age} tahun.",
            "TTL: [[{lahir}]].",
        ),
        "record": ("No. RM [[{record}]].", "Nomor rekam medis: [[{record}]]."),
        "phone": ("Hubungi [[{id_phone}]] bila nyeri.", "No HP [[{id_phone}]]."),
        "national": ("NIK [[{nik}]].", "Nomor KTP [[{nik}]] sudah dicek."),
        "insurance": ("No. BPJS [[{bpjs}]].", "Peserta BPJS [[{bpjs}]] kelas 1."),
        "address": ("Alamat [[{alamat}]].", "Tinggal di [[{alamat}]]."),
        "mail": ("Kirim hasil ke [[{mail}]].",),
        "web": ("Foto ada di [[{web}]].",),
    },
    clean=(
        "Blok cabang medial {level} {sisi} dengan panduan fluoroskopi.",
        "Penyebaran kontras baik, tidak ada aspirasi darah.",
        "Nyeri turun dari {score}/10 menjadi 2/10.",
        "Saya perlu melatih posisi jarum tunnel view.",
        "Pasien pulang setelah observasi satu jam.",
        "Supervisor mengambil alih pada level terakhir.",
    ),
    hard=(
        "{drug} {mg} mg per hari, lidokain 2% {ml} mL.",
        "RF pulsed 42 °C {second} detik di {level}.",
        "Injeksi terakhir {hari}.",
        "MRI tanggal {hari} menunjukkan HNP {level}.",
        "Laki-laki {age} tahun dengan nyeri punggung bawah.",
        "Diskusi dengan dr. Wijono sebelum tindakan.",
        "Model IPG {model}, lot {lot}.",
        "Ibu hamil, tindakan ditunda.",
        "Ny. S kontrol minggu depan.",
    ),
)

FAMILY = Family(DEVELOP, {"en": ENGLISH, "id": INDONESIAN})
