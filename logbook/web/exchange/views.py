"""Cases in from a spreadsheet, a log out to one."""

from flask import Blueprint

bp = Blueprint("exchange", __name__, url_prefix="/exchange" or None)
