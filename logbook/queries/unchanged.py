"""What a program's records add up to, kept by each process for as long as nothing changes.

Every change of a program is an entry of its ledger (`services/unit`), and the head of the ledger
names the last one by its hash. So what was reckoned under a hash holds for as long as the head says
the same: nothing has to be told that it is stale. The head is read before the records are: what is
kept may be newer than its hash, never older.

One thing that a program shows is not its own: the names that its people go by, which they change
for all their programs at once. These are read with the head.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, ClassVar, Generic, TypeVar
from uuid import UUID

from sqlalchemy import bindparam, func, select

from logbook.database import writes
from logbook.models.audit import LedgerHead
from logbook.models.identity import Account
from logbook.models.programs import Membership
from logbook.prepared import Prepared

T = TypeVar("T")

_NAMES = (
    select(func.aggregate_strings(Account.name, "\n"))
    .select_from(Membership)
    .join(Account, Account.id == Membership.account_id)
    .where(Membership.program_id == bindparam("in_program"))
    .scalar_subquery()
)
_HEAD = Prepared(
    select(LedgerHead.last, _NAMES.label("names"))
    .where(LedgerHead.program_id == bindparam("in_program"))
    .order_by(LedgerHead.log.desc())
    .limit(1)
)


class WhileUnchanged(Generic[T]):
    """One kind of result: `most` of them at a time, those that were asked for last."""

    everything: ClassVar[list["WhileUnchanged[Any]"]] = []
    """All kinds there are: for whoever measures what a page costs the first time."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.everything.append(self)
        self._lock = Lock()
        self._kept: OrderedDict[tuple[UUID, Hashable], tuple[object, T | None]] = OrderedDict()

    def forget(self) -> None:
        with self._lock:
            self._kept.clear()

    def of(self, program_id: UUID, key: Hashable, make: Callable[[], T]) -> T:
        """`key`: all that the result depends on beside the records, such as the day. Within a
        change nothing is kept: it may yet be undone. What is kept must not be changed by readers;
        and it says nothing of who may see it."""
        row = None if writes() else _HEAD.one_or_none(in_program=program_id)
        if row is None:
            return make()
        place = program_id, key
        with self._lock:
            stamp, found = self._kept.get(place, (None, None))
            if stamp == row:
                self._kept.move_to_end(place)
                return found  # type: ignore[return-value]  # None only where there is no stamp
        made = make()
        with self._lock:
            self._kept[place] = row, made
            self._kept.move_to_end(place)
            while len(self._kept) > self.most:
                self._kept.popitem(last=False)
        return made
