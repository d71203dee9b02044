"""What a signer lacked where their program only warns of it: it stands in what they signed.

Whoever reads the record later is told so by the signed text itself. Where nothing lacks, the text
says nothing of it, and is the same as before programs asked.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from logbook.domain.credentials import Lapse
from logbook.domain.decisions import Message, say
from logbook.domain.document import Text


@dataclass(frozen=True, slots=True)
class Lacking:
    privilege_for: Text | None = None
    """The procedure, or the competency, that no privilege was recorded for."""
    lapse: Lapse | None = None

    def __bool__(self) -> bool:
        return self.privilege_for is not None or self.lapse is not None

    def content(self) -> dict[str, object]:
        """As a part of what is signed; nothing where nothing lacks."""
        said: dict[str, object] = {}
        if self.privilege_for is not None:
            said["privilege"] = dict(self.privilege_for.words)
        if self.lapse is not None:
            since = self.lapse.since
            said["credential"] = {
                "kind": self.lapse.kind,
                "name": dict(self.lapse.name.words),
                "lapsed_on": since.isoformat() if since else None,
            }
        return {"without": said} if said else {}

    def told(self) -> Iterator[Message]:
        """What a reader of the record is told."""
        if self.privilege_for is not None:
            what = self.privilege_for
            yield say("Signed without a recorded privilege for %(what)s.", what=what)
        if self.lapse is None:
            return
        name, since = self.lapse.name, self.lapse.since
        if since is None:
            yield say(
                "Signed without a verified credential on file: %(credential)s.", credential=name
            )
        else:
            yield say(
                "Signed with a lapsed credential: %(credential)s, good until %(day)s.",
                credential=name,
                day=since,
            )

    @classmethod
    def in_(cls, content: Mapping[str, Any]) -> Self:
        """What a signed content says of it."""
        said = content.get("without", {})
        lapsed = said.get("credential")
        return cls(
            Text(said["privilege"]) if "privilege" in said else None,
            None if lapsed is None else _lapse(lapsed),
        )


NOTHING_LACKS = Lacking()


def _lapse(said: Mapping[str, Any]) -> Lapse:
    since = date.fromisoformat(said["lapsed_on"]) if said["lapsed_on"] else None
    return Lapse(said["kind"], Text(said["name"]), since)
