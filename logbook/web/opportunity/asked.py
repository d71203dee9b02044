"""What an address of this room asks for."""

from uuid import UUID

from flask import request

NONE = "none"
"""Asked for where a case has no site or no supervisor."""


def an_id(name: str) -> UUID | None:
    """An id of the address; one that is none finds nothing."""
    text = request.args.get(name)
    try:
        return UUID(text) if text and text != NONE else None
    except ValueError:
        return UUID(int=0)


def is_none(name: str) -> bool:
    return request.args.get(name) == NONE
