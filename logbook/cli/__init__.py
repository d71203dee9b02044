"""The command line floor: `flask seed`, `flask progress verify`, `flask ledger verify`, ..."""

from flask import Flask


def set_up(app: Flask) -> None:
    pass
