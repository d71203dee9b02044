"""A code that the fellow's camera has read, kept until a case is sent with it."""

from uuid import UUID

from flask import session

KEY = "scanned"


def remember(supervisor_id: UUID, code: str) -> None:
    session[KEY] = [str(supervisor_id), code]


def scanned() -> dict[str, object]:
    """What the form of the next case begins with."""
    supervisor, code = session.get(KEY, ("", ""))
    return {"supervisor": supervisor, "code": code} if code else {}


def forget(code: str) -> None:
    """Each code is good for one case."""
    if code and session.get(KEY, ("", ""))[1] == code:
        session.pop(KEY)
