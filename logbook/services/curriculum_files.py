"""Curricula as files: YAML in, judged line by line, and YAML out."""

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from logbook.domain.curriculum import Curriculum, CurriculumError
from logbook.domain.decisions import Message, say
from logbook.domain.derivation import BASED_ON, derived
from logbook.services.curriculum import read_document, shipped

MOST_BYTES = 1024 * 1024
READER = Path(__file__).with_name("curriculum_reader.py")
PATIENCE = 30
"""How long a file may be read, in seconds."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with a file: where, by path and by line, and what."""

    path: str
    line: int | None
    what: Message

    def __str__(self) -> str:
        place = "" if self.line is None else f"line {self.line}: "
        return f"{place}{self.path or 'document'}: {self.what.id % self.what.params}"


class FaultyFile(Exception):
    """A file that holds no curriculum; every fault that was found, in the order of its lines."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("; ".join(str(fault) for fault in faults))
        self.faults = tuple(faults)


def read_file(data: bytes) -> dict[str, Any]:
    """The document in a YAML file. Raises FaultyFile unless it is a curriculum in every respect:
    as YAML, by the schema, and in what its parts say of each other."""
    if len(data) > MOST_BYTES:
        raise FaultyFile([Fault("", None, say("The file is larger than 1 MB."))])
    read = _read_apart(data)
    lines: dict[str, int] = read["lines"]
    _refuse_faults(read, lines)
    document: dict[str, Any] = read["document"]
    try:
        if BASED_ON in document:
            document = derived(document, read_document(shipped(str(document[BASED_ON]))))
            _refuse_faults(_read_apart(as_yaml(document).encode()), lines)
        Curriculum.from_document(document)
    except CurriculumError as wrong:
        fault = Fault(wrong.path, line_of(wrong.path, lines), wrong.what)
        raise FaultyFile([fault]) from None
    return document


def _refuse_faults(read: Mapping[str, Any], lines: Mapping[str, int]) -> None:
    """Of a document that was put together, the lines are those of the file that was given."""
    faults = [
        Fault(path, line_of(path, lines) if path else line, _words(code, said))
        for path, line, code, said in read["faults"]
    ]
    if faults:
        raise FaultyFile(faults)


def line_of(path: str, lines: Mapping[str, int]) -> int | None:
    """The line of a part; of one that is not there, of what it would stand in."""
    while path and path not in lines:
        path = path[: max(path.rfind("."), path.rfind("["), 0)]
    return lines.get(path)


def as_yaml(document: Mapping[str, Any]) -> str:
    """The document as a file that can be edited and read again: its parts in their order."""
    return yaml.dump(
        dict(document),
        Dumper=yaml.CSafeDumper,
        allow_unicode=True,
        sort_keys=False,
        default_flow_style=None,
        width=1000,
    )


def _read_apart(data: bytes) -> dict[str, Any]:
    """By a process that a forged file may kill."""
    try:
        data.decode("utf-8")
        done = subprocess.run(  # noqa: S603  (our own program; the file comes as its input)
            [sys.executable, "-I", str(READER)],
            input=data,
            capture_output=True,
            timeout=PATIENCE,
            check=True,
        )
    except (UnicodeDecodeError, subprocess.CalledProcessError, subprocess.TimeoutExpired):
        raise FaultyFile([Fault("", None, say("This file cannot be read."))]) from None
    read: dict[str, Any] = json.loads(done.stdout)
    return read


def _words(code: str, blanks: Mapping[str, object]) -> Message:
    return Message(TOLD[code].id, blanks)


TOLD: dict[str, Message] = {
    "yaml": say("not well-formed YAML: %(problem)s"),
    "reference": say("references (& and *) are not accepted; write the part out"),
    "depth": say("nested too deeply"),
    "type": say("expected %(kind)s, found “%(found)s”"),
    "twice": say("“%(key)s” stands here twice"),
    "missing": say("“%(key)s” is missing"),
    "unknown": say("“%(key)s” is not known here"),
    "none_of": say("“%(found)s” is none of: %(known)s"),
    "not_so": say("“%(found)s” cannot stand here"),
    "schema": say("not as the schema asks: %(problem)s"),
}
"""What each fault of the reader is called."""
