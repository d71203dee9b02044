"""Workbooks, read and written by programs of their own; and whether one is safe to open, told
from its directory and its cells' addresses.

An XLSX file is a ZIP archive of XML. A small one can unpack to gigabytes, a directory can lie
about that, and a sheet of two cells can claim a billion between them.
"""

import json
import re
import struct
import subprocess
import sys
import zlib
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from logbook.domain.decisions import say
from logbook.services.refusals import Invalid

MOST_UNPACKED = 20 * 1024 * 1024
MOST_MEMBERS = 200
MOST_RATIO = 100
READER = Path(__file__).with_name("workbook_reader.py")
WRITER = Path(__file__).with_name("workbook_writer.py")
PATIENCE = 30
"""How long a workbook may be read or written, in seconds."""

LOCAL_HEADER = struct.Struct("<26xHH")
"""Of a member's own header, the lengths of its name and of what stands beyond the name."""

SHEET = re.compile(r"xl/worksheets/.*\.xml", re.IGNORECASE)
ADDRESS = re.compile(rb"""\br\s*=\s*["']\s*([A-Za-z]*)\s*([0-9]+)\s*["']""")
DEFINED = b"<!"
"""How a document type or an entity begins; a sheet has none, and could hide addresses in one."""


def refuse_what_is_unsafe(data: bytes, *, most_rows: int, most_columns: int) -> None:
    """Raise Invalid unless the workbook is of sane size, unpacked too, and its cells stand within
    the bounds."""
    try:
        with ZipFile(BytesIO(data)) as archive:
            members = archive.infolist()
            _refuse_bombs(members, len(data))
            for member in members:
                _look_into(data, member, most_rows, most_columns)
    except (BadZipFile, zlib.error, struct.error, NotImplementedError) as fault:
        raise unreadable() from fault


def unpacked_rows(data: bytes) -> list[list[str]]:
    """The rows of the first sheet, read by a process that a forged workbook may kill."""
    try:
        done = subprocess.run(  # noqa: S603  (our own program; the file comes as its input)
            [sys.executable, "-I", str(READER)],
            input=data,
            capture_output=True,
            timeout=PATIENCE,
            check=True,
        )
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as fault:
        raise unreadable() from fault
    rows: list[list[str]] = json.loads(done.stdout)
    return rows


def packed(*sheets: Mapping[str, object]) -> bytes:
    """A workbook of these sheets, written by a process whose memory ends with it."""
    done = subprocess.run(  # noqa: S603  (our own program; the cells come as its input)
        [sys.executable, "-I", str(WRITER)],
        input=json.dumps(sheets).encode(),
        capture_output=True,
        timeout=PATIENCE,
        check=True,
    )
    return done.stdout


def unreadable() -> Invalid:
    return Invalid({"file": say("This workbook cannot be read.")})


def _refuse_bombs(members: list[ZipInfo], packed: int) -> None:
    unpacked = sum(member.file_size for member in members)
    if len(members) > MOST_MEMBERS or unpacked > min(MOST_UNPACKED, MOST_RATIO * packed):
        raise Invalid({"file": say("This workbook is too large when it is unpacked.")})
    if any(one.flag_bits & 1 for one in members):
        raise Invalid({"file": say("This workbook is protected by a password.")})
    if any(one.compress_type not in (ZIP_STORED, ZIP_DEFLATED) for one in members):
        raise unreadable()


def _look_into(data: bytes, member: ZipInfo, most_rows: int, most_columns: int) -> None:
    content = _content(data, member)
    if SHEET.fullmatch(member.filename):
        _refuse_far_cells(content, most_rows, most_columns)


def _content(data: bytes, member: ZipInfo) -> bytes:
    """A member unpacked, but never further than the directory says that it goes."""
    name, beyond = LOCAL_HEADER.unpack_from(data, member.header_offset)
    begins = member.header_offset + LOCAL_HEADER.size + name + beyond
    packed = data[begins : begins + member.compress_size]
    if member.compress_type == ZIP_STORED:
        return packed
    content = zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed, member.file_size + 1)
    if len(content) > member.file_size:
        raise Invalid({"file": say("This workbook is too large when it is unpacked.")})
    return content


def _refuse_far_cells(content: bytes, most_rows: int, most_columns: int) -> None:
    if DEFINED in content or content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise unreadable()
    if b"&#" in content and re.search(rb"\br\s*=\s*[\"'][^\"']*&#", content):
        raise unreadable()
    for letters, digits in ADDRESS.findall(content):
        if len(digits) > 7 or int(digits) > most_rows + 1:
            raise Invalid({"file": say("The file has more than 10,000 rows. Divide it.")})
        if len(letters) > 3 or _column(letters) > most_columns:
            raise Invalid({"file": say("The file has more than 200 columns.")})


def _column(letters: bytes) -> int:
    """`A` is 1, `AA` is 27."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number
