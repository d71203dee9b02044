"""What a WSGI server serves, `gunicorn wsgi:app`, and what the commands of `flask` work on.

A worker runs no command: Alembic and all else that only commands need would be a seventh of its
memory.
"""

import gc
import os

from logbook import create_app

app = create_app()

if os.environ.get("FLASK_RUN_FROM_CLI"):  # Flask says so when its command line runs
    from logbook import cli

    cli.set_up(app)

# What is loaded by now stays. Left out of its sight, the collector comes to what requests leave
# behind before a quarter of all that has piled up.
gc.collect()
gc.freeze()
