"""What somebody with a key to the database could do behind the service's back."""

from typing import Any

from sqlalchemy import Executable, text

from logbook.database import db

TABLE = "ledger_entry"


def forge(statement: Executable, values: Any = None) -> None:
    """Run SQL past every service, and past the triggers that guard the ledger."""
    if db.engine.dialect.name == "postgresql":
        db.session.execute(text(f"ALTER TABLE {TABLE} DISABLE TRIGGER USER"))
    else:
        for verb in ("update", "delete"):
            db.session.execute(text(f"DROP TRIGGER IF EXISTS {TABLE}_refuses_{verb}"))
    db.session.execute(statement, values or {})
    db.session.commit()
    db.session.expire_all()
