"""Reads a curriculum file in a process of its own, and says what is wrong with it, line by line.

The library that validates weighs more than a worker should carry, and a forged file can cost any
amount of memory or time. So this file is run as a program: the YAML comes in, its document, the
line of each part and all faults go out as JSON. It imports nothing of ours; a fault is a code with
its blanks, which `curriculum_files` puts into words.
"""

import json
import resource
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft202012Validator, ValidationError

MEMORY = 1024 * 1024 * 1024
SECONDS = 20
MOST_DEPTH = 20
MOST_FAULTS = 100
SHOWN = 60
"""How many characters of a wrong value are shown."""
SCHEMA = Path(__file__).resolve().parent.parent / "curricula" / "schema.json"

Fault = tuple[str, int | None, str, dict[str, object]]
"""The path, the line, what kind of fault, and what fills its blanks."""


class Unsafe(Exception):
    """The file is not to be read any further."""


@dataclass(slots=True)
class Reading:
    """What is known of a file so far."""

    document: Any = None
    lines: dict[str, int] = field(default_factory=dict)
    """By path: the line where that part begins, from 1."""
    faults: list[Fault] = field(default_factory=list)

    def wrong(self, path: str, code: str, **blanks: object) -> None:
        self.faults.append((path, self.line_of(path), code, blanks))

    def line_of(self, path: str) -> int | None:
        """The line of a part; of one that is not there, of what it would stand in."""
        while path and path not in self.lines:
            path = path[: max(path.rfind("."), path.rfind("["), 0)]
        return self.lines.get(path)


def read(text: str) -> Reading:
    reading = Reading()
    loader = yaml.CSafeLoader(text)
    try:
        refuse_what_is_unsafe(text, reading)
        node = loader.get_single_node()
        if node is not None:
            note_lines(node, "", reading)
            reading.document = loader.construct_document(node)
    except yaml.MarkedYAMLError as fault:
        mark = fault.problem_mark or fault.context_mark
        line = None if mark is None else mark.line + 1
        reading.faults.append(("", line, "yaml", {"problem": str(fault.problem or fault)[:SHOWN]}))
    except (yaml.YAMLError, ValueError, RecursionError) as fault:
        reading.wrong("", "yaml", problem=str(fault).splitlines()[0][:SHOWN] if str(fault) else "")
    except Unsafe:
        pass
    finally:
        loader.dispose()
    # What builds on another is judged when it is whole.
    if not reading.faults and not is_derived(reading.document):
        validate(reading)
    return reading


def is_derived(document: object) -> bool:
    return isinstance(document, dict) and "based_on" in document


def refuse_what_is_unsafe(text: str, reading: Reading) -> None:
    """No references, by which a few lines unfold to gigabytes, and no depth that only a forger
    would write."""
    depth = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        line = event.start_mark.line + 1 if event.start_mark else None
        if isinstance(event, yaml.AliasEvent):
            reading.faults.append(("", line, "reference", {}))
            raise Unsafe
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > MOST_DEPTH:
            reading.faults.append(("", line, "depth", {}))
            raise Unsafe


def note_lines(node: yaml.Node, path: str, reading: Reading) -> None:
    """Remember where each part begins; a key that stands twice is a fault."""
    reading.lines.setdefault(path, node.start_mark.line + 1)
    if isinstance(node, yaml.SequenceNode):
        for place, part in enumerate(node.value):
            note_lines(part, f"{path}[{place}]", reading)
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            below = f"{path}.{key.value}" if path else str(key.value)
            if below in reading.lines:
                line = key.start_mark.line + 1
                reading.faults.append((below, line, "twice", {"key": str(key.value)[:SHOWN]}))
            reading.lines[below] = key.start_mark.line + 1
            note_lines(value, below, reading)


def validate(reading: Reading) -> None:
    """Every place at which the document does not keep to the schema."""
    schema = json.loads(SCHEMA.read_text("utf-8"))
    found = list(Draft202012Validator(schema).iter_errors(reading.document))
    wrong_at = [path_of(error) for error in found if error.validator != "unevaluatedProperties"]
    for error in found:
        path = path_of(error)
        # What a requirement may hold is only known once nothing else is wrong with it.
        if error.validator == "unevaluatedProperties" and any(
            one == path or one.startswith((f"{path}.", f"{path}[")) for one in wrong_at
        ):
            continue
        for code, below, blanks in told(error):
            reading.wrong(f"{path}.{below}" if path and below else path or below, code, **blanks)
    reading.faults.sort(key=lambda fault: (fault[1] or 0, fault[0]))


def path_of(error: ValidationError) -> str:
    path = ""
    for part in error.absolute_path:
        if isinstance(part, int):
            path += f"[{part}]"
        else:
            path += f".{part}" if path else str(part)
    return path


def told(error: ValidationError) -> Iterator[tuple[str, str, dict[str, object]]]:
    """The code of a fault, the key below the path at which it lies, and its blanks."""
    value: Any = error.instance
    wanted: Any = error.validator_value
    schema: Any = error.schema
    if error.validator == "required":
        missing = next(key for key in wanted if f"'{key}'" in error.message.split(" is ")[0])
        yield "missing", "", {"key": missing}
    elif error.validator in ("additionalProperties", "unevaluatedProperties"):
        known = set(schema.get("properties", {}))
        extra = [key for key in value if str(key) not in known and f"'{key}'" in error.message]
        for key in extra:
            yield "unknown", str(key), {"key": str(key)[:SHOWN]}
    elif error.validator == "type":
        kinds = wanted if isinstance(wanted, list) else [wanted]
        yield "type", "", {"kind": kinds[0], "found": shown(value)}
    elif error.validator in ("enum", "const"):
        known_values = wanted if isinstance(wanted, list) else [wanted]
        yield "none_of", "", {"found": shown(value), "known": ", ".join(map(str, known_values))}
    elif error.validator in ("pattern", "maxLength", "minLength"):
        yield "not_so", "", {"found": shown(value)}
    else:
        yield "schema", "", {"problem": error.message[-SHOWN:]}


def shown(value: object) -> str:
    text = str(value)
    return text if len(text) <= SHOWN else text[:SHOWN] + "…"


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    reading = read(sys.stdin.buffer.read().decode("utf-8"))
    told_of = {
        "document": None if reading.faults else reading.document,
        "lines": reading.lines,
        "faults": reading.faults[:MOST_FAULTS],
    }
    json.dump(told_of, sys.stdout)


if __name__ == "__main__":
    main()
