"""What a WSGI server serves, `gunicorn wsgi:app`, and what the commands of `flask` work on.

A worker runs no command: Alembic and all else that only commands need would be a seventh of its
memory.
"""

import ctypes
import gc
import os
from contextlib import suppress

from logbook import create_app

M_ARENA_MAX = -8
"""glibc's name for how many heaps its allocator keeps (malloc.h)."""


def keep_one_heap() -> None:
    """The C library would give each thread a heap of its own, and each grows to what its greatest
    page needs. Threads that hold one lock in any case, Python's, lose nothing by sharing one."""
    with suppress(AttributeError):  # another C library has another allocator
        ctypes.CDLL(None).mallopt(M_ARENA_MAX, 1)


keep_one_heap()
app = create_app()

if os.environ.get("FLASK_RUN_FROM_CLI"):  # Flask says so when its command line runs
    from logbook import cli

    cli.set_up(app)

# What is loaded by now stays. Left out of its sight, the collector comes to what requests leave
# behind before a quarter of all that has piled up.
gc.collect()
gc.freeze()
