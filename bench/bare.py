"""A bare Flask page with a Jinja table of 25 rows: no database, no sign-in, no translation."""

from uuid import uuid4

from flask import Flask, render_template

app = Flask(__name__)
ROWS = [
    {
        "id": uuid4(),
        "date": "Nov 23, 2026",
        "procedure": "Lumbar or sacral transforaminal epidural steroid injection",
        "levels": "L4, L5 left",
        "role": "performed under direct supervision",
        "supervisor": "Benjamin Okafor",
        "state": "submitted",
    }
    for _ in range(25)
]


@app.get("/")
def table() -> str:
    return render_template("bare.html", heading="Cases", rows=ROWS)
