"""What a WSGI server serves, `gunicorn wsgi:app`, and what the commands of `flask` work on.

A worker runs no command: Alembic and all else that only commands need would be a seventh of its
memory.
"""

import ctypes
import gc
import os
from contextlib import suppress

from flask import Flask
from flask_babel import force_locale, get_translations

from logbook import create_app
from logbook.web.language import LANGUAGES

LIBC = ctypes.CDLL(None)
M_ARENA_MAX, M_MMAP_THRESHOLD = -8, -3
"""glibc's names for how many heaps its allocator keeps, and for the size from which on it asks the
system for a block instead of cutting it from a heap (malloc.h)."""
LARGE = 128 * 1024
"""Bytes. Where the threshold stands at first; left alone it grows to the largest block ever freed,
and from then on large blocks leave holes in the heap that nothing else fits into."""


def keep_memory_small() -> None:
    """The C library would give each thread a heap of its own, and each grows to what its greatest
    page needs. Threads that hold one lock in any case, Python's, lose nothing by sharing one."""
    with suppress(AttributeError):  # another C library has another allocator
        LIBC.mallopt(M_ARENA_MAX, 1)
        LIBC.mallopt(M_MMAP_THRESHOLD, LARGE)


def load_for_all(app: Flask) -> None:
    """What each worker would load for itself, and keep a copy of, when it is asked first."""
    app.url_map.update()
    with app.app_context():
        for language in LANGUAGES:
            with force_locale(language):
                get_translations()


def settle() -> None:
    """What is loaded by now stays. Left out of its sight, the collector comes to what requests
    leave behind before a quarter of all that has piled up; and what loading left goes back to the
    system."""
    gc.collect()
    gc.freeze()
    with suppress(AttributeError):
        LIBC.malloc_trim(0)


keep_memory_small()
app = create_app()

if os.environ.get("FLASK_RUN_FROM_CLI"):  # Flask says so when its command line runs
    from logbook import cli

    cli.set_up(app)
else:
    load_for_all(app)

settle()
