"""What a WSGI server serves: `gunicorn wsgi:app`."""

from logbook import create_app

app = create_app()
